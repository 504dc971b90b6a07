using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>The answer to "who can?".</summary>
/// <param name="Question">The question.</param>
/// <param name="Paths">Every way in which it is allowed, <c>system:masters</c> first, else in the order of the bindings.</param>
/// <param name="Gaps">Why there may be more, in sentences; empty where these are all that RBAC allows.</param>
public sealed record WhoCanAnswer(AccessQuestion Question, IReadOnlyList<AccessPath> Paths, IReadOnlyList<string> Gaps)
{
    /// <summary>Whether there may be more: the answer then reads "at least".</summary>
    public bool IsAtLeast => Gaps.Count > 0;

    /// <summary>The users and groups, each once.</summary>
    public IEnumerable<AccessPrincipal> Principals => Paths.Select(path => path.Principal).Distinct();
}

/// <summary>Answers who may do what, as the API server's RBAC authorizer would.</summary>
public static class WhoCan
{
    /// <summary>Who may do something.</summary>
    public static WhoCanAnswer Ask(AccessState state, AccessQuestion question)
    {
        var paths = new List<AccessPath> { Path(state, new AccessPrincipal(true, AwsAuthRow.MastersGroup), null, null) };
        var gaps = state.Gaps.ToList();
        var known = new Dictionary<IReadOnlyList<PolicyRule>, PolicyRule?>(ReferenceEqualityComparer.Instance);
        foreach (var binding in state.Bindings.Where(binding => binding.Reaches(question)))
        {
            if (state.RulesOf(binding) is not { } rules)
            {
                // Where all is known such a role does not exist, and the binding gives nothing.
                if (!state.IsComplete && binding.RoleKey is not null)
                {
                    gaps.Add($"{binding.Key} gives {binding.Role}, whose rules are not known.");
                }

                continue;
            }

            if (!known.TryGetValue(rules, out var rule))
            {
                known.Add(rules, rule = rules.FirstOrDefault(r => r.Allows(question)));
            }

            if (rule is not null)
            {
                paths.AddRange(binding.Subjects.Select(binding.PrincipalOf).OfType<AccessPrincipal>().Distinct().Select(principal => Path(state, principal, binding, rule)));
            }
        }

        return new WhoCanAnswer(question, paths, gaps);
    }

    /// <summary>The ways in which one user may do something; none where RBAC does not allow it.</summary>
    /// <param name="state">The state.</param>
    /// <param name="question">The question.</param>
    /// <param name="username">The user's name.</param>
    /// <param name="groups">The user's groups, apart from those that follow from the name.</param>
    public static IReadOnlyList<AccessPath> Ask(AccessState state, AccessQuestion question, string username, IReadOnlyCollection<string> groups)
    {
        var own = groups.Concat(AccessPrincipal.GroupsOf(username)).ToHashSet(StringComparer.Ordinal);
        return [.. Ask(state, question).Paths.Where(path => path.Principal.IsGroup ? own.Contains(path.Principal.Name) : path.Principal.Name == username)];
    }

    private static AccessPath Path(AccessState state, AccessPrincipal principal, AccessBinding? binding, PolicyRule? rule) => new(
        principal,
        binding,
        rule,
        state.AwsAuth is null ? []
            : [.. state.AwsAuth.Counting.Where(row => principal.IsGroup ? row.Groups.Contains(principal.Name, StringComparer.Ordinal) : row.Username == principal.Name)]);
}
