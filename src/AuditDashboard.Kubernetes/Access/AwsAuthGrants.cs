using AuditDashboard.Kubernetes.AwsAuth;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>A group, or a user name, that a change of aws-auth gives to whom a row maps, and what that opens.</summary>
/// <param name="Principal">The group or user.</param>
/// <param name="Bindings">Bindings that give it something; none is known where it is empty.</param>
public sealed record AwsAuthGrant(AccessPrincipal Principal, IReadOnlyList<AccessBinding> Bindings)
{
    /// <summary>Whether it may do everything, whatever bindings there are.</summary>
    public bool IsMasters => Principal is { IsGroup: true, Name: AwsAuthRow.MastersGroup };
}

/// <summary>A row of aws-auth with what a change of it opens.</summary>
/// <param name="Row">The row after the change.</param>
/// <param name="Grants">What it gives and did not before.</param>
public sealed record AwsAuthRowGrants(AwsAuthRow Row, IReadOnlyList<AwsAuthGrant> Grants);

/// <summary>Tells what a change of aws-auth opens, by the bindings of that time.</summary>
public static class AwsAuthGrants
{
    /// <summary>The rows that are given something, in the order of the text.</summary>
    /// <param name="diff">The change.</param>
    /// <param name="state">The state at that time.</param>
    public static IReadOnlyList<AwsAuthRowGrants> Of(AwsAuthDiff diff, AccessState state)
    {
        var rows = new List<AwsAuthRowGrants>();
        var before = diff.CountingBefore.ToDictionary(AwsAuthDiff.Key);
        foreach (var row in diff.CountingAfter)
        {
            var was = before.GetValueOrDefault(AwsAuthDiff.Key(row));
            var given = row.Groups.Except(was?.Groups ?? [], StringComparer.Ordinal).Select(group => new AccessPrincipal(true, group)).ToList();
            if (row.Username is { } username && username != was?.Username && !username.Contains("{{", StringComparison.Ordinal))
            {
                given.Add(new AccessPrincipal(false, username));
            }

            if (given.Count > 0)
            {
                rows.Add(new AwsAuthRowGrants(row, [.. given.Select(principal => new AwsAuthGrant(principal, Bindings(state, principal)))]));
            }
        }

        return rows;
    }

    private static IReadOnlyList<AccessBinding> Bindings(AccessState state, AccessPrincipal principal) =>
        [.. state.Bindings.Where(binding => binding.Subjects.Any(subject => binding.PrincipalOf(subject) == principal))];
}
