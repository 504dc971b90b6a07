namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>Finds what a change of <c>aws-auth</c> calls for a look at: each once, and only what the change brings.</summary>
public static class AwsAuthFindings
{
    /// <summary>The findings of a change, in the order of their kinds.</summary>
    /// <param name="before">The state before. Where it is not known there is no telling what a change brings: give <see cref="AwsAuthText.Empty"/> to find what there is.</param>
    /// <param name="after">The state after.</param>
    public static IReadOnlyList<AwsAuthFinding> Of(AwsAuthText before, AwsAuthText after) => Of(AwsAuthParser.Parse(before), AwsAuthParser.Parse(after));

    /// <summary>As <see cref="Of(AwsAuthText, AwsAuthText)"/>, from what the texts say.</summary>
    /// <param name="then">What they said before.</param>
    /// <param name="now">What they say after.</param>
    public static IReadOnlyList<AwsAuthFinding> Of(AwsAuthContent then, AwsAuthContent now)
    {
        var old = then.Rows.ToLookup(AwsAuthDiff.Key);
        var findings = new List<AwsAuthFinding>();
        foreach (var rows in now.Rows.GroupBy(AwsAuthDiff.Key))
        {
            AddOfArn([.. old[rows.Key]], [.. rows], findings);
        }

        AddRemovals(then, now, findings);
        findings.AddRange(now.Faults.Where(fault => !fault.IsPartial && !then.Broken.Contains(fault.Key))
            .Select(fault => new AwsAuthFinding(AwsAuthFindingKind.BreaksParsing, null, $"The text can no longer be read, and whoever it maps is locked out. {fault}")));
        findings.AddRange(now.Faults.Where(fault => fault.IsPartial && !then.Faults.Any(other => other.IsPartial && other.Key == fault.Key && other.Message == fault.Message))
            .Select(fault => new AwsAuthFinding(AwsAuthFindingKind.PassedOver, null, $"A value is passed over, and the other rows count. {fault}")));
        return [.. findings.OrderBy(finding => finding.Kind)];
    }

    /// <summary>Whether a row is that of nodes: it lets its role join the cluster.</summary>
    public static bool IsNodeRole(AwsAuthRow row) => row.Kind == AwsAuthRowKind.Role && row.Groups.Contains("system:nodes", StringComparer.Ordinal);

    private static void AddOfArn(IReadOnlyList<AwsAuthRow> old, IReadOnlyList<AwsAuthRow> rows, List<AwsAuthFinding> findings)
    {
        var first = rows[0];
        var counting = rows[^1];

        // Of several rows the last counts, so that one which goes can bring to effect what stood before it.
        var groups = counting.Groups.Except(old is [.., var last] ? last.Groups : [], StringComparer.Ordinal)
            .Concat(rows.SelectMany(row => row.Groups).Except(old.SelectMany(row => row.Groups), StringComparer.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        if (groups.Remove(AwsAuthRow.MastersGroup))
        {
            findings.Add(counting.IsMasters
                ? new(AwsAuthFindingKind.MastersGranted, counting, $"{first.Arn} may do everything: it is put into system:masters, which no RBAC rule limits.")
                : new(AwsAuthFindingKind.MastersGranted, rows.First(row => row.IsMasters), $"A row puts {first.Arn} into system:masters, which no RBAC rule limits; a later row of the same ARN counts in its place, as long as it stands there."));
        }

        groups.RemoveWhere(group => !IsPowerful(group) || (group is "system:nodes" or "system:bootstrappers" && rows.Any(row => IsNode(row))));
        if (groups.Count > 0)
        {
            findings.Add(new(AwsAuthFindingKind.PowerfulGroupGranted, first, $"{first.Arn} is put into {string.Join(", ", groups.Order(StringComparer.Ordinal))}, which the system itself uses{(groups.All(counting.Groups.Contains) ? "" : "; of its rows the last one counts")}."));
        }

        if (rows.FirstOrDefault(row => IsPowerfulName(row) && (old.All(other => other.Username != row.Username) || (ReferenceEquals(row, counting) && old[^1].Username != row.Username))) is { } named)
        {
            findings.Add(new(AwsAuthFindingKind.PowerfulUsername, named, $"{first.Arn} signs in as {named.Username}, a name of the system{(named.Username == counting.Username ? "" : "; of its rows the last one counts")}."));
        }

        if (old.Count == 0 && HasPath(first))
        {
            findings.Add(new(AwsAuthFindingKind.RolePathInArn, first, $"{first.Arn} has a path, and rows are compared without it: the row may map nobody."));
        }

        if (rows.Count > 1 && (old.Count < rows.Count || !old[^1].IsSameMapping(rows[^1])))
        {
            findings.Add(new(AwsAuthFindingKind.DuplicateArn, rows[^1], $"{first.Arn} has {rows.Count} rows, of which the last one counts."));
        }

        if (old.Count == 0 && first.Kind == AwsAuthRowKind.Account)
        {
            findings.Add(new(AwsAuthFindingKind.AccountWide, first, $"Every principal of account {first.Arn} may sign in."));
        }
    }

    private static void AddRemovals(AwsAuthContent then, AwsAuthContent now, List<AwsAuthFinding> findings)
    {
        // Where a text can no longer be read, that is what happened, whatever it held.
        var broken = now.Broken.ToHashSet(StringComparer.Ordinal);
        if (broken.All(then.Broken.Contains) && then.Counting.Any(row => row.IsMasters) && !now.Counting.Any(row => row.IsMasters))
        {
            findings.Add(new(AwsAuthFindingKind.LastAdminRemoved, then.Counting.Last(row => row.IsMasters), "Nobody is mapped to system:masters any more: only access entries and whoever made the cluster may still administer it."));
        }

        var nodes = now.Counting.Where(IsNodeRole).Select(AwsAuthDiff.Key).ToHashSet();
        foreach (var row in then.Counting.Where(row => IsNodeRole(row) && !broken.Contains("mapRoles") && !nodes.Contains(AwsAuthDiff.Key(row))))
        {
            findings.Add(new(AwsAuthFindingKind.NodeRoleRemoved, row, $"{row.Arn} no longer maps nodes: those that use it drop out of the cluster."));
        }
    }

    private static bool IsPowerful(string group) =>
        group.StartsWith("system:", StringComparison.Ordinal) && group is not ("system:authenticated" or "system:unauthenticated" or AwsAuthRow.MastersGroup);

    private static bool IsNode(AwsAuthRow row) => IsNodeRole(row) && row.Username?.StartsWith("system:node:", StringComparison.Ordinal) == true;

    private static bool IsPowerfulName(AwsAuthRow row) =>
        row.Username is { } name && name.StartsWith("system:", StringComparison.Ordinal) && !(row.Kind == AwsAuthRowKind.Role && name.StartsWith("system:node:", StringComparison.Ordinal));

    private static bool HasPath(AwsAuthRow row)
    {
        var role = row.Kind == AwsAuthRowKind.Role ? row.Arn.IndexOf(":role/", StringComparison.OrdinalIgnoreCase) : -1;
        return role >= 0 && row.Arn.AsSpan(role + 6).Contains('/');
    }
}
