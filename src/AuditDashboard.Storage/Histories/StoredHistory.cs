using AuditDashboard.Kubernetes.History;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Storage.Histories;

/// <summary>Which part of an object's history is wanted.</summary>
/// <param name="AroundMicros">An instant in microseconds since 1970; null for the newest writes.</param>
/// <param name="Before">Most writes up to the instant.</param>
/// <param name="After">Most writes after it.</param>
public readonly record struct HistoryPlace(long? AroundMicros, int Before = 200, int After = 50);

/// <summary>The stored history of an object, or a part of it.</summary>
/// <param name="History">The versions, oldest first.</param>
/// <param name="Events">The events behind them, by row number; a listing has none.</param>
/// <param name="HasOlder">There are older writes that were not asked for: the first state is then not known for that reason alone.</param>
/// <param name="HasNewer">There are newer ones.</param>
public sealed record StoredHistory(ObjectHistory History, IReadOnlyDictionary<long, StoredEvent> Events, bool HasOlder, bool HasNewer)
{
    /// <summary>The event of a version; null where it is what a listing showed.</summary>
    public StoredEvent? EventOf(ObjectVersion version) => Events.GetValueOrDefault(version.Write.Id);
}

/// <summary>What one event did to one object.</summary>
/// <param name="Stored">The object's history around it.</param>
/// <param name="Version">The version that it made; of a request without effect with what it asked for.</param>
public sealed record StoredChange(StoredHistory Stored, ObjectVersion Version);

/// <summary>What one event did.</summary>
/// <param name="Write">The write; null where the event is none, or only says that a request came in.</param>
/// <param name="Changes">The objects that it is about; empty where they cannot be told.</param>
/// <param name="IsCut">It is about more objects than are followed at once.</param>
public sealed record StoredWrite(ObjectWrite? Write, IReadOnlyList<StoredChange> Changes, bool IsCut);
