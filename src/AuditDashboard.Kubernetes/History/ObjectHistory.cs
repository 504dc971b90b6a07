namespace AuditDashboard.Kubernetes.History;

/// <summary>What is known of one object, write by write.</summary>
/// <param name="Key">The object.</param>
/// <param name="Versions">The writes in the order in which they took place, oldest first.</param>
/// <param name="Undated">Writes without a time, which have no place in the order; where one took effect no state can be relied on.</param>
public sealed record ObjectHistory(ObjectKey Key, IReadOnlyList<ObjectVersion> Versions, IReadOnlyList<ObjectWrite> Undated)
{
    /// <summary>The state after the last write.</summary>
    public ObjectState Last => Versions is [.., var last] ? last.After : ObjectState.NotKnown(UnknownReason.NotSeenBefore);

    /// <summary>The state at a time: after the last write up to then. Before the first write it is what that write found.</summary>
    /// <param name="timeMicros">Microseconds since 1970.</param>
    public ObjectState At(long timeMicros)
    {
        // The times of neighbours may cross, so the last one that qualifies counts, not the first that doesn't.
        var state = Versions.LastOrDefault(version => version.Write.TimeMicros <= timeMicros)?.After;
        return state ?? (Versions is [var first, ..] ? first.Before : ObjectState.NotKnown(UnknownReason.NotSeenBefore));
    }
}
