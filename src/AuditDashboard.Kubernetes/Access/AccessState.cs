using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>What is known at one time of who may do what: roles, bindings, service accounts and aws-auth.</summary>
/// <remarks>
/// Read it as the API server's RBAC authorizer does. Other authorizers (nodes, EKS access policies, webhooks) allow more, so what RBAC doesn't allow
/// may be allowed nevertheless.
/// </remarks>
public sealed class AccessState
{
    private readonly Dictionary<ObjectKey, IReadOnlyList<PolicyRule>> _roles;

    private AccessState(Dictionary<ObjectKey, IReadOnlyList<PolicyRule>> roles, IReadOnlyList<AccessBinding> bindings, IReadOnlyList<ObjectKey> serviceAccounts, AwsAuthContent? awsAuth, IReadOnlyList<string> gaps)
    {
        _roles = roles;
        Bindings = bindings;
        ServiceAccounts = serviceAccounts;
        AwsAuth = awsAuth;
        Gaps = gaps;
    }

    /// <summary>The bindings.</summary>
    public IReadOnlyList<AccessBinding> Bindings { get; }

    /// <summary>The roles.</summary>
    public IReadOnlyCollection<ObjectKey> Roles => _roles.Keys;

    /// <summary>The service accounts.</summary>
    public IReadOnlyList<ObjectKey> ServiceAccounts { get; }

    /// <summary>The rows of aws-auth, none where it was deleted; null where they are not known.</summary>
    public AwsAuthContent? AwsAuth { get; }

    /// <summary>Why the state is not complete, in sentences; empty where it is. With any, every answer is "at least".</summary>
    public IReadOnlyList<string> Gaps { get; }

    /// <summary>Whether all that RBAC allows is known.</summary>
    public bool IsComplete => Gaps.Count == 0;

    /// <summary>The state at a time, out of histories. Complete only with a listing of roles and bindings from before.</summary>
    /// <param name="histories">The histories.</param>
    /// <param name="timeMicros">Microseconds since 1970.</param>
    public static AccessState At(ObjectHistories histories, long timeMicros)
    {
        var gaps = new List<string>();
        var listed = histories.Listings.Where(listing => listing.TimeMicros <= timeMicros).SelectMany(listing => listing.CompleteKinds).ToHashSet();
        foreach (var kind in new[] { TrackedKind.Role, TrackedKind.ClusterRole, TrackedKind.RoleBinding, TrackedKind.ClusterRoleBinding }.Where(kind => !listed.Contains(kind)))
        {
            gaps.Add($"No listing shows every {kind} of the cluster, so only those are known that were written since events are collected.");
        }

        if (histories.Unplaced.FirstOrDefault(write => write.TimeMicros is null || write.TimeMicros <= timeMicros) is { } unplaced)
        {
            gaps.Add($"A write to a {unplaced.Kind} does not say which object it was about.");
        }

        var objects = new List<KeyValuePair<ObjectKey, ManifestObject>>();
        foreach (var (key, history) in histories.Objects)
        {
            var state = history.At(timeMicros);
            if (state.Content is { } content)
            {
                objects.Add(new(key, content));
            }
            else if (state.Existence == Existence.Absent && key.Kind == TrackedKind.AwsAuth)
            {
                // It maps nobody, and that is known.
                objects.Add(new(key, ManifestObject.Empty));
            }
            else if (!state.IsKnown && key.Kind is not (TrackedKind.ServiceAccount or TrackedKind.AwsAuth))
            {
                gaps.Add($"{key} is not known at this time. {UnknownReasons.Words(state.Unknown)}");
            }

            if (history.Undated.Any(write => write.Effect != WriteEffect.None))
            {
                gaps.Add($"{key} was written at a time that is not known.");
            }
        }

        return Of(objects, gaps);
    }

    /// <summary>The state that objects make.</summary>
    /// <param name="objects">Roles, bindings, service accounts and aws-auth; of one key the last counts.</param>
    /// <param name="gaps">Why they may not be all, in sentences; empty where they are.</param>
    public static AccessState Of(IEnumerable<KeyValuePair<ObjectKey, ManifestObject>> objects, IReadOnlyList<string> gaps)
    {
        var byKey = new Dictionary<ObjectKey, ManifestObject>();
        foreach (var (key, manifest) in objects)
        {
            byKey[key] = manifest;
        }

        var aggregation = new RoleAggregation(byKey.Where(entry => entry.Key.Kind == TrackedKind.ClusterRole), keepsStored: gaps.Count > 0);
        var roles = byKey.Where(entry => entry.Key.Kind is TrackedKind.Role or TrackedKind.ClusterRole)
            .ToDictionary(entry => entry.Key, entry => entry.Key.Kind == TrackedKind.ClusterRole ? aggregation.RulesOf(entry.Key.Name) : PolicyRule.Read(entry.Value));
        var bindings = byKey.Where(entry => entry.Key.Kind is TrackedKind.RoleBinding or TrackedKind.ClusterRoleBinding)
            .Where(entry => RoleReference.Read(entry.Value) is not null)
            .OrderBy(entry => entry.Key.Kind).ThenBy(entry => entry.Key.Namespace, StringComparer.Ordinal).ThenBy(entry => entry.Key.Name, StringComparer.Ordinal)
            .Select(entry => new AccessBinding(entry.Key, RoleReference.Read(entry.Value)!.Value, RbacSubject.Read(entry.Value))) // Those without a role were left out.
            .ToList();
        var awsAuth = byKey.TryGetValue(new ObjectKey(TrackedKind.AwsAuth, "kube-system", "aws-auth"), out var map) ? AwsAuthParser.Parse(ObjectDiff.AwsAuthOf(map)) : null;
        return new AccessState(roles, bindings, [.. byKey.Keys.Where(key => key.Kind == TrackedKind.ServiceAccount)], awsAuth, gaps);
    }

    /// <summary>The rules that a binding gives; null where its role is not among those known.</summary>
    public IReadOnlyList<PolicyRule>? RulesOf(AccessBinding binding) =>
        binding.RoleKey is { } key && _roles.TryGetValue(key, out var rules) ? rules : null;
}
