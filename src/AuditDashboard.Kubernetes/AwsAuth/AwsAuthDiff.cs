namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>What became of a row.</summary>
public enum AwsAuthChangeKind
{
    /// <summary>It is as it was.</summary>
    Same,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>The same principal with another username or other groups.</summary>
    Changed,
}

/// <summary>A row before and after.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Before">The row before; null where added.</param>
/// <param name="After">The row after; null where removed.</param>
public sealed record AwsAuthRowChange(AwsAuthChangeKind Kind, AwsAuthRow? Before, AwsAuthRow? After);

/// <summary>What a change of <c>aws-auth</c> did.</summary>
/// <param name="Rows">Every row, in the order after the change, removed ones last. Rows of a key that cannot be read on either side are left out.</param>
/// <param name="MastersGranted">Rows that put someone into <c>system:masters</c> who was not in it before.</param>
/// <param name="BreaksParsing">The text could be read before and cannot now: whoever that key maps is locked out.</param>
/// <param name="RepairsParsing">The text could not be read before and can now.</param>
/// <param name="Faults">Why the text after the change cannot be read; empty where it can.</param>
public sealed record AwsAuthDiff(
    IReadOnlyList<AwsAuthRowChange> Rows, IReadOnlyList<AwsAuthRow> MastersGranted, bool BreaksParsing, bool RepairsParsing, IReadOnlyList<AwsAuthFault> Faults)
{
    /// <summary>Compares two states.</summary>
    /// <param name="before">The state before; null where it is not known: then no row counts as added, removed or changed, and <see cref="MastersGranted"/> is empty.</param>
    /// <param name="after">The state after.</param>
    public static AwsAuthDiff Between(AwsAuthText? before, AwsAuthText after)
    {
        var now = AwsAuthParser.Parse(after);
        if (before is null)
        {
            return new AwsAuthDiff([.. now.Rows.Select(row => new AwsAuthRowChange(AwsAuthChangeKind.Same, row, row))], [], false, false, now.Faults);
        }

        var then = AwsAuthParser.Parse(before);
        var broken = now.Faults.Concat(then.Faults).Select(fault => fault.Key).ToHashSet(StringComparer.Ordinal);
        var left = then.Rows.Where(IsTold).GroupBy(Key).ToDictionary(group => group.Key, group => group.ToList());
        var told = now.Rows.Where(IsTold).ToList();

        // Where an ARN has several rows, those that stayed are found first: rows in another order are no change.
        var same = new Dictionary<int, AwsAuthRow>();
        for (var i = 0; i < told.Count; i++)
        {
            if (left.TryGetValue(Key(told[i]), out var candidates) && candidates.FindIndex(told[i].IsSameMapping) is >= 0 and var at)
            {
                same.Add(i, candidates[at]);
                candidates.RemoveAt(at);
            }
        }

        var rows = told.Select((row, i) =>
        {
            if (same.TryGetValue(i, out var match))
            {
                return new AwsAuthRowChange(AwsAuthChangeKind.Same, match, row);
            }

            if (!left.TryGetValue(Key(row), out var candidates) || candidates.Count == 0)
            {
                return new AwsAuthRowChange(AwsAuthChangeKind.Added, null, row);
            }

            match = candidates[0];
            candidates.RemoveAt(0);
            return new AwsAuthRowChange(AwsAuthChangeKind.Changed, match, row);
        }).ToList();
        rows.AddRange(left.Values.SelectMany(candidates => candidates).Select(row => new AwsAuthRowChange(AwsAuthChangeKind.Removed, row, null)));
        var breaks = now.Faults.Any(fault => then.Faults.All(other => other.Key != fault.Key));
        var repairs = then.Faults.Any(fault => now.Faults.All(other => other.Key != fault.Key));

        // A key that is repaired grants anew to everyone in it: before, it mapped nobody.
        var mastersBefore = then.Rows.Where(row => row.IsMasters).Select(Key).ToHashSet();
        var granted = now.Rows.Where(row => row.IsMasters && !mastersBefore.Contains(Key(row))).ToList();
        return new AwsAuthDiff(rows, granted, breaks, repairs, now.Faults);

        bool IsTold(AwsAuthRow row) => !broken.Contains(row.Kind switch
        {
            AwsAuthRowKind.Role => "mapRoles",
            AwsAuthRowKind.User => "mapUsers",
            _ => "mapAccounts",
        });
    }

    /// <summary>Whom a row maps. The authenticator does not care for the case of an ARN.</summary>
    internal static (AwsAuthRowKind Kind, string Arn) Key(AwsAuthRow row) => (row.Kind, row.Arn.ToLowerInvariant());
}
