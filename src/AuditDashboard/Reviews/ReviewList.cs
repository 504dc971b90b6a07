using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Reviews;

/// <summary>A view whose changes are reviewed: the page Changes, or the queue.</summary>
internal sealed record ReviewList
{
    /// <summary>The view's address over exactly <see cref="Window"/>.</summary>
    public required string PageUrl { get; init; }

    /// <summary>The cluster; null for all.</summary>
    public required string? Cluster { get; init; }

    /// <summary>The window, resolved.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>Whether it shows changes without a time, which are in no window.</summary>
    public bool IsUndated { get; init; }

    /// <summary>What the view is about, in words.</summary>
    public required string Contents { get; init; }

    /// <summary>What narrows it.</summary>
    public IReadOnlyList<FacetFilter> Chips { get; init; } = [];

    /// <summary>The text searched for; null for none.</summary>
    public string? Search { get; init; }

    /// <summary>The canned queries by which its changes are collected.</summary>
    public required IReadOnlyList<CannedQuery> Queries { get; init; }

    /// <summary>Row numbers of its changes in a window, newest first.</summary>
    public required Func<TimeWindow, CancellationToken, Task<IReadOnlyList<long>>> SelectAsync { get; init; }
}
