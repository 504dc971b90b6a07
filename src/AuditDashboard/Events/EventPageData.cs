using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Events;

/// <summary>What an event's page shows.</summary>
public sealed record EventPageData
{
    /// <summary>The event; null if it is not stored.</summary>
    public StoredEvent? Event { get; init; }

    /// <summary>Its envelope.</summary>
    public AuditEvent Audit { get; init; } = new();

    /// <summary>The window in which the same actor's events are listed; null where the event has no time.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>Events of the same actor in the window, newest first, at most <see cref="EventPageModel.MaxRows"/>.</summary>
    public IReadOnlyList<EventRow> SameActor { get; init; } = [];

    /// <summary>How many there are.</summary>
    public long SameActorCount { get; init; }

    /// <summary>Events with the same auditID, newest first, at most <see cref="EventPageModel.MaxRows"/>; this one is among them.</summary>
    public IReadOnlyList<EventRow> SameAuditId { get; init; } = [];

    /// <summary>How many there are.</summary>
    public long SameAuditIdCount { get; init; }

    /// <summary>Coverage of the window over all canned queries; null where it is not known.</summary>
    public CoverageSummary? Coverage { get; init; }
}
