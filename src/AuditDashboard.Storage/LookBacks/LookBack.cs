using AuditDashboard.Kubernetes.History;

namespace AuditDashboard.Storage.LookBacks;

/// <summary>One look further back for the version of an object before a change.</summary>
public sealed record LookBack
{
    /// <summary>Its number; grows with time.</summary>
    public required long Id { get; init; }

    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The object.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>Id of the event whose version before is looked for.</summary>
    public required string EventId { get; init; }

    /// <summary>From how far back to that event.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string Person { get; init; }

    /// <summary>How it stands.</summary>
    public required LookBackState State { get; init; }

    /// <summary>True if a person asked to cancel it.</summary>
    public bool IsCancelAsked { get; init; }

    /// <summary>How far back it has looked; null if it has not begun.</summary>
    public DateTimeOffset? Reached { get; init; }

    /// <summary>Id of the event that left the version before; null while none is found, or where it is none of an event.</summary>
    public string? FoundEventId { get; init; }

    /// <summary>New events that it brought in.</summary>
    public long Events { get; init; }

    /// <summary>Bytes that it read.</summary>
    public long Bytes { get; init; }

    /// <summary>What came of it, or why it ended: one or two sentences; null while it goes on.</summary>
    public string? Text { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>True while it waits or goes on.</summary>
    public bool IsOpen => State is LookBackState.Waiting or LookBackState.Running;
}
