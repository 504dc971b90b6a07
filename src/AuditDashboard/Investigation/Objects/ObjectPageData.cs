using AuditDashboard.Kubernetes.History;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Investigation.Objects;

/// <summary>What the page of an object shows.</summary>
public sealed record ObjectPageData
{
    /// <summary>Why there is nothing to show: one sentence; null otherwise.</summary>
    public string? Problem { get; init; }

    /// <summary>The cluster; null where one must be chosen.</summary>
    public string? Cluster { get; init; }

    /// <summary>The time shown: the page's window, or all that is known.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>The versions of the window, newest first.</summary>
    public IReadOnlyList<ObjectVersionRow> Versions { get; init; } = [];

    /// <summary>The state at the window's end; null where there is none to tell.</summary>
    public ObjectState? Last { get; init; }

    /// <summary>There are older versions in the window than those shown.</summary>
    public bool HasOlder { get; init; }

    /// <summary>There are older versions before the window, or more than are shown.</summary>
    public bool HasBefore { get; init; }

    /// <summary>There are newer versions after the window.</summary>
    public bool HasAfter { get; init; }

    /// <summary>Writes without a time, which have no place on the line.</summary>
    public int Undated { get; init; }

    /// <summary>Coverage of the window by the canned query that collects such objects.</summary>
    public CoverageSummary? Coverage { get; init; }
}

/// <summary>A version as a row of the list.</summary>
/// <param name="Version">The version.</param>
/// <param name="Event">Its event; null where it is what a listing showed.</param>
/// <param name="Items">What it changed.</param>
public sealed record ObjectVersionRow(ObjectVersion Version, StoredEvent? Event, IReadOnlyList<ChangeItem> Items);
