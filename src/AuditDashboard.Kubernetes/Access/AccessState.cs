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
    private static readonly ObjectKey AwsAuthKey = new(TrackedKind.AwsAuth, "kube-system", "aws-auth");

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
        var survey = new AccessSurvey(timelines, listings, unplaced, timeMicros, others, instead.ContainsKey);
        var side = survey.With(instead);
        return Of([.. survey.Objects, .. side.Objects], side.Gaps);
    }

    /// <summary>The states before and after a change, reduced to what it can bear on, so that no change of a large cluster takes long to tell.</summary>
    /// <remarks>
    /// <see cref="ChangeImpact.Between"/> gives the same of them as of the whole states, and <see cref="AwsAuthGrants.Of"/> too if aws-auth is among
    /// what changed. They answer no question beyond that.
    /// </remarks>
    /// <param name="timelines">The timelines of all objects.</param>
    /// <param name="listings">Listings of the cluster.</param>
    /// <param name="unplaced">Writes on objects whose names are not logged.</param>
    /// <param name="timeMicros">Microseconds since 1970.</param>
    /// <param name="others">Why the state may not be complete beside what the events themselves tell, in sentences.</param>
    /// <param name="before">The states before of what was changed.</param>
    /// <param name="after">The states after, of the same objects.</param>
    public static (AccessState Before, AccessState After) Around(
        IEnumerable<AccessTimeline> timelines, IReadOnlyList<ClusterListing> listings, IReadOnlyList<ObjectWrite> unplaced, long timeMicros, IReadOnlyList<string> others,
        IReadOnlyDictionary<ObjectKey, ObjectState> before, IReadOnlyDictionary<ObjectKey, ObjectState> after)
    {
        var survey = new AccessSurvey(timelines, listings, unplaced, timeMicros, others, before.ContainsKey);
        var (left, right) = (survey.With(before), survey.With(after));
        var near = AccessNeighborhood.Of(survey.Objects, left, right);
        return (Of([.. near, .. left.Objects], left.Gaps), Of([.. near, .. right.Objects], right.Gaps));
    }

    /// <summary>The state that objects make.</summary>
    /// <param name="objects">Roles, bindings, service accounts and aws-auth; of one key the last counts.</param>
    /// <param name="gaps">Why they may not be all, in sentences; empty where they are.</param>
    public static AccessState Of(IEnumerable<KeyValuePair<ObjectKey, ManifestObject>> objects, IReadOnlyList<string> gaps) =>
        Of(objects.Select(entry => new AccessObject(entry.Key, entry.Value)), gaps);

    private static AccessState Of(IEnumerable<AccessObject> objects, IReadOnlyList<string> gaps)
    {
        var byKey = new Dictionary<ObjectKey, AccessObject>();
        foreach (var item in objects)
        {
            byKey[item.Key] = item;
        }

        var aggregation = new RoleAggregation(byKey.Values.Where(item => item.Key.Kind == TrackedKind.ClusterRole), keepsStored: gaps.Count > 0);
        var roles = byKey.Values.Where(item => item.Key.Kind is TrackedKind.Role or TrackedKind.ClusterRole)
            .ToDictionary(item => item.Key, item => item.Key.Kind == TrackedKind.ClusterRole ? aggregation.RulesOf(item.Key.Name) : PolicyRule.Read(item.Manifest));
        var bindings = byKey.Values.Where(item => item.IsBinding)
            .OrderBy(item => item.Key.Kind).ThenBy(item => item.Key.Namespace, StringComparer.Ordinal).ThenBy(item => item.Key.Name, StringComparer.Ordinal)
            .Select(item => item.ToBinding()).OfType<AccessBinding>()
            .ToList();
        var awsAuth = byKey.TryGetValue(AwsAuthKey, out var map) ? AwsAuthParser.Parse(ObjectDiff.AwsAuthOf(map.Manifest)) : null;
        return new AccessState(roles, bindings, [.. byKey.Keys.Where(key => key.Kind == TrackedKind.ServiceAccount)], awsAuth, gaps);
    }

    /// <summary>The rules that a binding gives; null where its role is not among those known.</summary>
    public IReadOnlyList<PolicyRule>? RulesOf(AccessBinding binding) =>
        binding.RoleKey is { } key && _roles.TryGetValue(key, out var rules) ? rules : null;
}
