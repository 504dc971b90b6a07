using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.AwsAuth;

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>Which IAM principal a Kubernetes user or group stands for, as far as <c>aws-auth</c> and access entries tell.</summary>
/// <remarks>
/// A user or group is tied to a principal only where every mapping that was ever seen maps that one principal to it. Where two do, where a
/// template such as <c>ops:{{SessionName}}</c> makes the name, and for groups of Kubernetes' own (<c>system:…</c>), it stays an entry of its own: who else
/// is in a group, by a certificate or another provider, no mapping tells, and a guess would hide it.
/// </remarks>
public sealed class PrincipalTies
{
    private readonly Dictionary<string, HashSet<string>> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _groups = new(StringComparer.Ordinal);

    /// <summary>Takes in the rows of a version of <c>aws-auth</c>.</summary>
    public void Add(AwsAuthContent content)
    {
        foreach (var row in content.Rows)
        {
            Add(row.Kind == AwsAuthRowKind.Account ? "account " + row.Arn : PrincipalArns.Canonical(row.Arn), row.Username, row.Groups);
        }
    }

    /// <summary>Takes in an access entry, as a call that succeeded made it.</summary>
    public void Add(AccessChange change)
    {
        if (!change.IsFailed && change is { Kind: AccessChangeKind.EntryCreated or AccessChangeKind.EntryUpdated, PrincipalArn: { } arn })
        {
            Add(PrincipalArns.Canonical(arn), change.Username, change.Groups ?? []);
        }
    }

    /// <summary>The principal of a user or group; null <c>Through</c> where it stands for itself.</summary>
    public (LedgerPrincipal Principal, string? Through) Of(AccessPrincipal named)
    {
        if (!named.IsGroup && named.Name.Split(':') is ["system", "serviceaccount", { Length: > 0 } space, { Length: > 0 } account])
        {
            return (new LedgerPrincipal(LedgerPrincipalKind.ServiceAccount, space + "/" + account), null);
        }

        if ((named.IsGroup ? _groups : _users).TryGetValue(named.Name, out var arns) && arns.Count == 1 && !(named.IsGroup && named.Name.StartsWith("system:", StringComparison.Ordinal)))
        {
            var arn = arns.First();
            if (arn.StartsWith("arn:", StringComparison.OrdinalIgnoreCase))
            {
                return (new LedgerPrincipal(LedgerPrincipalKind.Iam, arn), (named.IsGroup ? "through group " : "through user ") + named.Name);
            }
        }

        return (new LedgerPrincipal(named.IsGroup ? LedgerPrincipalKind.Group : LedgerPrincipalKind.User, named.Name), null);
    }

    private void Add(string arn, string? username, IReadOnlyList<string> groups)
    {
        if (arn.Length == 0)
        {
            return;
        }

        if (username is { Length: > 0 } && !username.Contains("{{", StringComparison.Ordinal))
        {
            Add(_users, username, arn);
        }

        foreach (var group in groups)
        {
            Add(_groups, group, arn);
        }
    }

    private static void Add(Dictionary<string, HashSet<string>> names, string name, string arn)
    {
        if (!names.TryGetValue(name, out var arns))
        {
            names.Add(name, arns = new HashSet<string>(PrincipalArns.Comparer));
        }

        arns.Add(arn);
    }
}
