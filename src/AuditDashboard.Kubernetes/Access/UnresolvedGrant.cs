namespace AuditDashboard.Kubernetes.Access;

/// <summary>A role that a change gives to someone, and whose rules are not known.</summary>
/// <param name="Principal">Who is given it.</param>
/// <param name="Binding">The binding that gives it.</param>
public sealed record UnresolvedGrant(AccessPrincipal Principal, AccessBinding Binding)
{
    /// <summary>How much a look is called for. Kubernetes' own roles of these names allow a lot; of others nothing can be said.</summary>
    public RiskLevel Level => Binding.Role switch
    {
        { Kind: "ClusterRole", Name: "view" } => RiskLevel.Low,
        { Kind: "ClusterRole", Name: "admin" or "edit" } when Binding.Namespace.Length == 0 => RiskLevel.High,
        _ => RiskLevel.Medium,
    };

    /// <summary>One sentence; holds names from events.</summary>
    public string Words => $"{Principal} is given {Binding.Role}{(Binding.Namespace.Length == 0 ? "" : $" in namespace {Binding.Namespace}")}, whose rules are not known: what it allows cannot be told.";

    /// <summary>What is given after and was not before. Where all is known a role that is not there does not exist, and gives nothing.</summary>
    internal static IReadOnlyList<UnresolvedGrant> Between(AccessState before, AccessState after)
    {
        if (after.IsComplete)
        {
            return [];
        }

        var old = Grants(before).Select(grant => (grant.Principal, grant.Binding.Namespace, grant.Binding.Role)).ToHashSet();
        return [.. Grants(after).Where(grant => after.RulesOf(grant.Binding) is null && !old.Contains((grant.Principal, grant.Binding.Namespace, grant.Binding.Role)))];
    }

    private static IEnumerable<UnresolvedGrant> Grants(AccessState state) => state.Bindings
        .Where(binding => binding.RoleKey is not null)
        .SelectMany(binding => binding.Subjects.Select(binding.PrincipalOf).OfType<AccessPrincipal>().Distinct().Select(principal => new UnresolvedGrant(principal, binding)));
}
