using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>Goes once through what is known of a cluster: which objects are there at a time, and why they may not be all.</summary>
internal sealed class AccessSurvey
{
    private static readonly ObjectKey ClusterAdmin = new(TrackedKind.ClusterRole, "", "cluster-admin");
    private static readonly RoleReference ToClusterAdmin = new("ClusterRole", "cluster-admin");

    // A constant that is JSON and an object.
    private static readonly ManifestObject ClusterAdminRole = (ManifestObject)ManifestValue.Parse(
        """{"rules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]},{"verbs":["*"],"nonResourceURLs":["*"]}]}"""u8)!;

    private readonly List<string> _gaps = [];
    private readonly UnknownObjects _unknown = new();
    private readonly bool _hasAllClusterRoles;
    private readonly bool _isClusterAdminSeen;
    private readonly bool _isClusterAdminBound;

    /// <param name="timelines">The timelines of all objects.</param>
    /// <param name="listings">Listings of the cluster.</param>
    /// <param name="unplaced">Writes on objects whose names are not logged.</param>
    /// <param name="timeMicros">Microseconds since 1970.</param>
    /// <param name="others">Why the state may not be complete beside what the events themselves tell, in sentences.</param>
    /// <param name="isLeftOut">Objects whose state is given to <see cref="With"/> instead.</param>
    public AccessSurvey(
        IEnumerable<AccessTimeline> timelines, IReadOnlyList<ClusterListing> listings, IReadOnlyList<ObjectWrite> unplaced, long timeMicros, IReadOnlyList<string> others,
        Func<ObjectKey, bool> isLeftOut)
    {
        var listed = listings.Where(listing => listing.TimeMicros <= timeMicros).SelectMany(listing => listing.CompleteKinds).ToHashSet();
        foreach (var kind in new[] { TrackedKind.Role, TrackedKind.ClusterRole, TrackedKind.RoleBinding, TrackedKind.ClusterRoleBinding }.Where(kind => !listed.Contains(kind)))
        {
            _gaps.Add($"No listing shows every {kind} of the cluster, so only those are known that were written since events are collected.");
        }

        _gaps.AddRange(others);
        if (unplaced.FirstOrDefault(write => write.TimeMicros is null || write.TimeMicros <= timeMicros) is { } lost)
        {
            _gaps.Add($"A write to a {lost.Kind} does not say which object it was about.");
        }

        _hasAllClusterRoles = listed.Contains(TrackedKind.ClusterRole);
        foreach (var timeline in timelines)
        {
            _isClusterAdminSeen |= timeline.Key == ClusterAdmin;
            if (!isLeftOut(timeline.Key))
            {
                var stretch = timeline.At(timeMicros);
                if (stretch.Content is { } content)
                {
                    Objects.Add(new AccessObject(timeline.Key, content));
                }
                else if (WithoutContent(timeline.Key, stretch.Existence, stretch.IsKnown, stretch.Unknown, _unknown) is { } told)
                {
                    Objects.Add(told);
                }
            }

            if (timeline.HasUndated)
            {
                _unknown.Add(timeline.Key, "was written at a time that is not known.");
            }
        }

        _isClusterAdminBound = !_hasAllClusterRoles && !_isClusterAdminSeen && Objects.Any(IsBoundToClusterAdmin);
    }

    /// <summary>The objects that are there, without those left out.</summary>
    public List<AccessObject> Objects { get; } = [];

    /// <summary>The objects that are there instead of those left out, and why all of them may not be all that is there.</summary>
    /// <param name="states">States of the objects that were left out.</param>
    public AccessSide With(IReadOnlyDictionary<ObjectKey, ObjectState> states)
    {
        var unknown = new UnknownObjects(_unknown);
        var (changed, assumed) = (new List<AccessObject>(), new List<AccessObject>());
        foreach (var (key, state) in states)
        {
            if (state.Content is { } content)
            {
                changed.Add(new AccessObject(key, content));
            }
            else if (WithoutContent(key, state.Existence, state.IsKnown, state.Unknown, unknown) is { } told)
            {
                changed.Add(told);
            }
        }

        var gaps = _gaps.ToList();

        // Kubernetes makes this role itself and puts it right at every start of the API server, so no event need ever have told its rules; and who is
        // bound to it may do everything, which must not look like nothing.
        if (!_hasAllClusterRoles && !_isClusterAdminSeen && !states.ContainsKey(ClusterAdmin) && (_isClusterAdminBound || changed.Any(IsBoundToClusterAdmin)))
        {
            assumed.Add(new AccessObject(ClusterAdmin, ClusterAdminRole) { IsAssumed = true });
            gaps.Add("No event tells the rules of ClusterRole cluster-admin: those that Kubernetes gives it are taken.");
        }

        gaps.AddRange(unknown.Sentences);
        return new AccessSide(changed, assumed, gaps);
    }

    private static bool IsBoundToClusterAdmin(AccessObject item) => item.IsBinding && item.Parts.Role == ToClusterAdmin;

    private static AccessObject? WithoutContent(ObjectKey key, Existence existence, bool isKnown, UnknownReason reason, UnknownObjects unknown)
    {
        if (existence == Existence.Absent && key.Kind == TrackedKind.AwsAuth)
        {
            // It maps nobody, and that is known.
            return new AccessObject(key, ManifestObject.Empty);
        }

        if (!isKnown && key.Kind is not (TrackedKind.ServiceAccount or TrackedKind.AwsAuth))
        {
            unknown.Add(key, "is not known at this time. " + UnknownReasons.Words(reason));
        }

        return null;
    }
}
