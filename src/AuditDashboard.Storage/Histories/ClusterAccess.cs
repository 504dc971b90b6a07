using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.History;

namespace AuditDashboard.Storage.Histories;

/// <summary>What all stored writes of a cluster tell of access, at one moment. Immutable.</summary>
/// <param name="Timelines">Of roles, bindings and aws-auth.</param>
/// <param name="Listings">Listings of the cluster that were imported, oldest first.</param>
/// <param name="Unplaced">Writes that took effect, or may have, on objects whose names are not logged.</param>
/// <param name="FirstMicros">Time of the first write or listing, before which nothing is known, in microseconds since 1970; null where nothing is stored.</param>
/// <param name="Writes">Writes that it was made of.</param>
public sealed record ClusterAccess(
    IReadOnlyDictionary<ObjectKey, AccessTimeline> Timelines, IReadOnlyList<StoredListing> Listings, IReadOnlyList<ObjectWrite> Unplaced, long? FirstMicros, long Writes)
{
    /// <summary>Of a cluster of which nothing is stored.</summary>
    public static ClusterAccess None { get; } = new(new Dictionary<ObjectKey, AccessTimeline>(), [], [], null, 0);

    /// <summary>The newest listing up to a time; null where there is none.</summary>
    /// <param name="timeMicros">Microseconds since 1970.</param>
    public StoredListing? ListingAt(long timeMicros) => Listings.LastOrDefault(listing => listing.TimeMicros <= timeMicros);

    /// <summary>The state at a time.</summary>
    /// <param name="timeMicros">Microseconds since 1970.</param>
    /// <param name="others">Why it may not be complete beside what the events themselves tell, in sentences.</param>
    /// <param name="instead">States that count in place of those of the timelines; null for none.</param>
    public AccessState At(long timeMicros, IReadOnlyList<string> others, IReadOnlyDictionary<ObjectKey, ObjectState>? instead = null) =>
        AccessState.At(Timelines.Values, [.. Listings.Select(HeadOf)], Unplaced, timeMicros, others, instead ?? new Dictionary<ObjectKey, ObjectState>());

    /// <summary>The states before and after a change, reduced to what it can bear on; see <see cref="AccessState.Around"/>.</summary>
    /// <param name="timeMicros">When it was made, in microseconds since 1970.</param>
    /// <param name="others">Why they may not be complete beside what the events themselves tell, in sentences.</param>
    /// <param name="before">The states before of what was changed.</param>
    /// <param name="after">The states after, of the same objects.</param>
    public (AccessState Before, AccessState After) Around(
        long timeMicros, IReadOnlyList<string> others, IReadOnlyDictionary<ObjectKey, ObjectState> before, IReadOnlyDictionary<ObjectKey, ObjectState> after) =>
        AccessState.Around(Timelines.Values, [.. Listings.Select(HeadOf)], Unplaced, timeMicros, others, before, after);

    // The timelines hold what it showed.
    private static ClusterListing HeadOf(StoredListing listing) => new() { TimeMicros = listing.TimeMicros, Objects = [], CompleteKinds = listing.CompleteKinds };
}
