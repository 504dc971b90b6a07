using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>Rows of the ledger out of what changed between two states of an object.</summary>
internal static class LedgerRows
{
    private const string ClusterAdmin = "cluster-admin";

    /// <summary>What a version of <c>aws-auth</c> maps.</summary>
    public static AwsAuthContent AwsAuth(AccessContent content) => AwsAuthParser.Parse(ObjectDiff.AwsAuthOf(content.Manifest));

    /// <summary>The rows of one change. The state after must be known; where the one before is not, what is there now is said to be in place.</summary>
    public static IEnumerable<LedgerRow> Of(ObjectKey key, AccessStretch before, AccessStretch after, PrincipalTies ties) =>
        key.Kind == TrackedKind.AwsAuth ? OfAwsAuth(key, before, after) : OfBinding(key, before, after, ties);

    private static IEnumerable<LedgerRow> OfBinding(ObjectKey key, AccessStretch before, AccessStretch after, PrincipalTies ties)
    {
        var now = Grants(key, after);
        if (!before.IsKnown)
        {
            return now.Select(grant => Row(grant, LedgerEffect.InPlace));
        }

        var then = Grants(key, before);
        return now.Except(then).Select(grant => Row(grant, LedgerEffect.Granted)).Concat(then.Except(now).Select(grant => Row(grant, LedgerEffect.Removed)));

        LedgerRow Row((AccessPrincipal Named, RoleReference Role) grant, LedgerEffect effect)
        {
            var (principal, through) = ties.Of(grant.Named);
            return new LedgerRow
            {
                TimeMicros = after.FromMicros,
                Way = key.Kind == TrackedKind.RoleBinding ? AccessWay.RoleBinding : AccessWay.ClusterRoleBinding,
                Effect = effect,
                Principal = principal,
                Through = through,
                What = key.Namespace.Length == 0 ? $"{grant.Role} everywhere" : $"{grant.Role} in namespace {key.Namespace}",
                Object = key,
                WriteId = after.WriteId,
                IsPowerful = key.Kind == TrackedKind.ClusterRoleBinding && grant.Role == new RoleReference("ClusterRole", ClusterAdmin),
            };
        }
    }

    // Whom the authorizer counts: a binding whose role it cannot find, or a subject that stands for nobody, gives nothing.
    private static List<(AccessPrincipal Named, RoleReference Role)> Grants(ObjectKey key, AccessStretch stretch)
    {
        if (stretch.Content?.Manifest is not { } manifest || RoleReference.Read(manifest) is not { } role)
        {
            return [];
        }

        var binding = new AccessBinding(key, role, RbacSubject.Read(manifest));
        return [.. binding.Subjects.Select(binding.PrincipalOf).OfType<AccessPrincipal>().Distinct().Select(named => (named, role))];
    }

    private static IEnumerable<LedgerRow> OfAwsAuth(ObjectKey key, AccessStretch before, AccessStretch after)
    {
        var now = Text(after);
        var diff = AwsAuthDiff.Between(before.IsKnown ? Text(before) : null, now);
        if (!before.IsKnown)
        {
            return diff.CountingAfter.Select(row => Row(row, LedgerEffect.InPlace, Mapping(row)));
        }

        var rows = diff.Rows.Where(change => change.Kind != AwsAuthChangeKind.Same).Select(change => change switch
        {
            { Kind: AwsAuthChangeKind.Added, After: { } added } => Row(added, LedgerEffect.Granted, Mapping(added)),
            { Kind: AwsAuthChangeKind.Removed, Before: { } removed } => Row(removed, LedgerEffect.Removed, Mapping(removed)),
            _ => Row(change.After!, LedgerEffect.Changed, $"{Mapping(change.After!)}; before: {Mapping(change.Before!)}"), // a changed row has both
        }).Concat(Uncovered(diff).Select(pair => Row(pair.Now, LedgerEffect.Changed, $"{Mapping(pair.Now)}; before: {Mapping(pair.Was)}")));
        return diff.BreaksParsing || diff.RepairsParsing
            ? rows.Append(Row(null, LedgerEffect.Changed, diff.BreaksParsing
                ? "aws-auth can no longer be read: whoever the broken part maps is locked out"
                : "aws-auth can be read again: whoever the mended part maps is let in"))
            : rows;

        LedgerRow Row(AwsAuthRow? row, LedgerEffect effect, string what)
        {
            var isPassedOver = row is not null && (effect is LedgerEffect.Granted or LedgerEffect.Changed) && diff.IsPassedOver(row);
            return new LedgerRow
            {
                TimeMicros = after.FromMicros,
                Way = row is null ? AccessWay.Cluster : AccessWay.AwsAuth,
                Effect = effect,
                Principal = row is null ? LedgerPrincipal.Cluster
                    : row.Kind == AwsAuthRowKind.Account ? new LedgerPrincipal(LedgerPrincipalKind.Account, row.Arn)
                    : new LedgerPrincipal(LedgerPrincipalKind.Iam, PrincipalArns.Canonical(row.Arn)),
                What = isPassedOver ? what + "; maps nobody: a later row of the same ARN counts" : what,
                Object = key,
                WriteId = after.WriteId,
                IsPowerful = row?.IsMasters == true && !isPassedOver,
            };
        }
    }

    /// <summary>Rows that stayed, and map somebody only now that the later one of their ARN is gone or stands elsewhere.</summary>
    private static IEnumerable<(AwsAuthRow Now, AwsAuthRow Was)> Uncovered(AwsAuthDiff diff)
    {
        var before = diff.CountingBefore.ToDictionary(AwsAuthDiff.Key);
        foreach (var row in diff.Rows.Where(change => change.Kind == AwsAuthChangeKind.Same).Select(change => change.After).OfType<AwsAuthRow>())
        {
            if (!diff.IsPassedOver(row) && before.TryGetValue(AwsAuthDiff.Key(row), out var was) && !was.IsSameMapping(row))
            {
                yield return (row, was);
            }
        }
    }

    private static AwsAuthText Text(AccessStretch stretch) => stretch.Content is { } content ? ObjectDiff.AwsAuthOf(content.Manifest) : AwsAuthText.Empty;

    private static string Mapping(AwsAuthRow row) => row.Kind == AwsAuthRowKind.Account
        ? "everyone of the account, each under its own ARN"
        : (row.Username is { } name ? $"user {name}" : "no user name") + (row.Groups.Count == 0 ? ", no groups" : $", groups {string.Join(", ", row.Groups)}");
}
