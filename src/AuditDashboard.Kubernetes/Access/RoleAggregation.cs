using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>
/// The rules of ClusterRoles with an aggregationRule: those of every other ClusterRole whose labels a selector matches, as a controller of the cluster
/// writes them into the role moments later.
/// </summary>
internal sealed class RoleAggregation
{
    private readonly Dictionary<string, ManifestObject> _roles;
    private readonly HashSet<string> _assumed;
    private readonly Dictionary<string, IReadOnlyList<PolicyRule>> _rules = new(StringComparer.Ordinal);
    private readonly bool _keepsStored;

    /// <param name="roles">The ClusterRoles.</param>
    /// <param name="keepsStored">Not every ClusterRole is known, so the rules that the controller wrote last count as well.</param>
    public RoleAggregation(IEnumerable<AccessObject> roles, bool keepsStored)
    {
        var all = roles.ToList();
        _roles = all.ToDictionary(role => role.Key.Name, role => role.Manifest, StringComparer.Ordinal);

        // A selector may match what has no labels. Whether a role is assumed depends on who is bound to it, and no role may seem to gain its rules by that.
        _assumed = [.. all.Where(role => role.IsAssumed).Select(role => role.Key.Name)];
        _keepsStored = keepsStored;
    }

    /// <summary>The rules of a role.</summary>
    public IReadOnlyList<PolicyRule> RulesOf(string name)
    {
        if (!_rules.TryGetValue(name, out var rules))
        {
            _rules.Add(name, rules = _roles[name].ObjectAt("aggregationRule") is null ? PolicyRule.Read(_roles[name]) : Aggregated(name));
        }

        return rules;
    }

    /// <summary>Roles that aggregate may themselves be aggregated, in circles too.</summary>
    private List<PolicyRule> Aggregated(string name)
    {
        var rules = new List<PolicyRule>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { name };
        var open = new Queue<string>([name]);
        while (open.TryDequeue(out var next))
        {
            var role = _roles[next];
            if (role.ObjectAt("aggregationRule") is not { } aggregation)
            {
                rules.AddRange(PolicyRule.Read(role));
                continue;
            }

            if (_keepsStored)
            {
                rules.AddRange(PolicyRule.Read(role));
            }

            var selectors = aggregation.ListAt("clusterRoleSelectors").OfType<ManifestObject>().ToList();
            foreach (var (other, manifest) in _roles)
            {
                if (!seen.Contains(other) && !_assumed.Contains(other) && selectors.Any(selector => LabelSelector.Matches(selector, manifest.ObjectAt("metadata")?.ObjectAt("labels") ?? ManifestObject.Empty)))
                {
                    seen.Add(other);
                    open.Enqueue(other);
                }
            }
        }

        return rules;
    }
}
