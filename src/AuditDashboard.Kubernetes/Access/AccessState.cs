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
    /// <summary>Objects that are named one by one where they are not known; the rest is counted.</summary>
    private const int MaxUnknown = 200;

    private static readonly ObjectKey ClusterAdmin = new(TrackedKind.ClusterRole, "", "cluster-admin");

    // A constant that is JSON and an object.
    private static readonly ManifestObject ClusterAdminRole = (ManifestObject)ManifestValue.Parse(
        """{"rules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]},{"verbs":["*"],"nonResourceURLs":["*"]}]}"""u8)!;

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
    public static AccessState At(ObjectHistories histories, long timeMicros) =>
        At(histories.Objects.Values.Select(history => AccessTimeline.Of(history, content => content)), histories.Listings, histories.Unplaced, timeMicros, []);

    /// <summary>The state at a time, out of timelines. Complete only with a listing of roles and bindings from before.</summary>
    /// <param name="timelines">The timelines of all objects.</param>
    /// <param name="listings">Listings of the cluster.</param>
    /// <param name="unplaced">Writes on objects whose names are not logged.</param>
    /// <param name="timeMicros">Microseconds since 1970.</param>
    /// <param name="others">Why the state may not be complete beside what the events themselves tell, in sentences.</param>
    public static AccessState At(
        IEnumerable<AccessTimeline> timelines, IReadOnlyList<ClusterListing> listings, IReadOnlyList<ObjectWrite> unplaced, long timeMicros, IReadOnlyList<string> others) =>
        At(timelines, listings, unplaced, timeMicros, others, new Dictionary<ObjectKey, ObjectState>());

    /// <summary>As <see cref="At(IEnumerable{AccessTimeline}, IReadOnlyList{ClusterListing}, IReadOnlyList{ObjectWrite}, long, IReadOnlyList{string})"/>, with other states of some objects.</summary>
    /// <param name="timelines">The timelines of all objects.</param>
    /// <param name="listings">Listings of the cluster.</param>
    /// <param name="unplaced">Writes on objects whose names are not logged.</param>
    /// <param name="timeMicros">Microseconds since 1970.</param>
    /// <param name="others">Why the state may not be complete beside what the events themselves tell, in sentences.</param>
    /// <param name="instead">States that count in place of those of the timelines.</param>
    public static AccessState At(
        IEnumerable<AccessTimeline> timelines, IReadOnlyList<ClusterListing> listings, IReadOnlyList<ObjectWrite> unplaced, long timeMicros, IReadOnlyList<string> others,
        IReadOnlyDictionary<ObjectKey, ObjectState> instead)
    {
        var gaps = new List<string>();
        var listed = listings.Where(listing => listing.TimeMicros <= timeMicros).SelectMany(listing => listing.CompleteKinds).ToHashSet();
        foreach (var kind in new[] { TrackedKind.Role, TrackedKind.ClusterRole, TrackedKind.RoleBinding, TrackedKind.ClusterRoleBinding }.Where(kind => !listed.Contains(kind)))
        {
            gaps.Add($"No listing shows every {kind} of the cluster, so only those are known that were written since events are collected.");
        }

        gaps.AddRange(others);
        if (unplaced.FirstOrDefault(write => write.TimeMicros is null || write.TimeMicros <= timeMicros) is { } lost)
        {
            gaps.Add($"A write to a {lost.Kind} does not say which object it was about.");
        }

        var objects = new List<KeyValuePair<ObjectKey, ManifestObject>>();
        var unknown = new List<string>();
        var seen = instead.ContainsKey(ClusterAdmin);
        foreach (var timeline in timelines)
        {
            seen |= timeline.Key == ClusterAdmin;
            if (!instead.ContainsKey(timeline.Key))
            {
                var stretch = timeline.At(timeMicros);
                Take(timeline.Key, stretch.Existence, stretch.Content?.Manifest, stretch.IsKnown, stretch.Unknown);
            }

            if (timeline.HasUndated)
            {
                unknown.Add($"{timeline.Key} was written at a time that is not known.");
            }
        }

        foreach (var (key, state) in instead)
        {
            Take(key, state.Existence, state.Content, state.IsKnown, state.Unknown);
        }

        if (!listed.Contains(TrackedKind.ClusterRole))
        {
            AddClusterAdmin(objects, seen, gaps);
        }

        gaps.AddRange(unknown.Take(MaxUnknown));
        if (unknown.Count > MaxUnknown)
        {
            gaps.Add(FormattableString.Invariant($"{unknown.Count - MaxUnknown} more objects are not known at this time."));
        }

        return Of(objects, gaps);

        void Take(ObjectKey key, Existence existence, ManifestObject? content, bool isKnown, UnknownReason reason)
        {
            if (content is not null)
            {
                objects.Add(new(key, content));
            }
            else if (existence == Existence.Absent && key.Kind == TrackedKind.AwsAuth)
            {
                // It maps nobody, and that is known.
                objects.Add(new(key, ManifestObject.Empty));
            }
            else if (!isKnown && key.Kind is not (TrackedKind.ServiceAccount or TrackedKind.AwsAuth))
            {
                unknown.Add($"{key} is not known at this time. {UnknownReasons.Words(reason)}");
            }
        }
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

    /// <summary>
    /// Kubernetes makes this role itself and puts it right at every start of the API server, so no event need ever have told its rules; and who is bound
    /// to it may do everything, which must not look like nothing.
    /// </summary>
    private static void AddClusterAdmin(List<KeyValuePair<ObjectKey, ManifestObject>> objects, bool isSeen, List<string> gaps)
    {
        if (!isSeen && objects.Any(entry => entry.Key.Kind is TrackedKind.RoleBinding or TrackedKind.ClusterRoleBinding && RoleReference.Read(entry.Value) == new RoleReference("ClusterRole", ClusterAdmin.Name)))
        {
            objects.Add(new(ClusterAdmin, ClusterAdminRole));
            gaps.Add("No event tells the rules of ClusterRole cluster-admin: those that Kubernetes gives it are taken.");
        }
    }

    /// <summary>The rules that a binding gives; null where its role is not among those known.</summary>
    public IReadOnlyList<PolicyRule>? RulesOf(AccessBinding binding) =>
        binding.RoleKey is { } key && _roles.TryGetValue(key, out var rules) ? rules : null;
}
