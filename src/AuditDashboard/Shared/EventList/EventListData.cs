using AuditDashboard.Shared.Charts;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Shared.EventList;

/// <summary>What a list asks for.</summary>
/// <param name="Profile">What the page is about.</param>
/// <param name="Cluster">Name of the cluster; null for all.</param>
/// <param name="Window">The window, resolved.</param>
/// <param name="State">Filters, place, selection.</param>
public sealed record EventListRequest(EventListProfile Profile, string? Cluster, TimeWindow Window, EventListState State)
{
    /// <summary>The page's own events in the window, without what the reader filters by.</summary>
    public EventFilter Unfiltered => Profile.Base with { Cluster = Cluster, Window = Window };

    /// <summary>The events of the list.</summary>
    public EventFilter Filter => State.ApplyTo(Unfiltered);
}

/// <summary>One answer: everything in it belongs to the same request.</summary>
public sealed record EventListData
{
    /// <summary>What was asked for.</summary>
    public required EventListRequest Request { get; init; }

    /// <summary>The rows of the page shown.</summary>
    public required EventPage Page { get; init; }

    /// <summary>Events and requests that pass the filters, over the whole window.</summary>
    public required EventCount Count { get; init; }

    /// <summary>Events of the window without the reader's filters.</summary>
    public required long Unfiltered { get; init; }

    /// <summary>Events without any time that pass the filters: counted beside every window.</summary>
    public required long Undated { get; init; }

    /// <summary>Writes to other API groups' resources of the same names in the window, under the same filters.</summary>
    public required long OtherApiGroups { get; init; }

    /// <summary>Records that cannot be read and may be events of the page, of whatever time.</summary>
    public long Unreadable { get; init; }

    /// <summary>Counts of each facet over the whole window.</summary>
    public required IReadOnlyList<FacetCounts> Facets { get; init; }

    /// <summary>How many events each excluding chip hides.</summary>
    public required IReadOnlyDictionary<FacetFilter, long> Hidden { get; init; }

    /// <summary>The chart; null where the list is of undated events.</summary>
    public required ChartModel? Chart { get; init; }

    /// <summary>Coverage of the window for the page's queries; null if there is no such cluster yet.</summary>
    public required CoverageSummary? Coverage { get; init; }

    /// <summary>Position of the first row shown, from 1; 0 if there is none.</summary>
    public required long FirstPosition { get; init; }

    /// <summary>The selected event; null if none is selected or it is not stored.</summary>
    public StoredEvent? Selected { get; init; }

    /// <summary>Position of the selected event in the list, from 1; null if it is not in the list.</summary>
    public long? SelectedPosition { get; init; }

    /// <summary>True if no part of the window was collected: then no events means nothing.</summary>
    public bool IsNothingCollected =>
        Coverage is null || !Coverage.Stretches.Any(s => s.State is CoverageState.Collected or CoverageState.Settling or CoverageState.FromFiles);

    /// <summary>True if every number of this answer says the same (events may arrive between two reads).</summary>
    public bool IsConsistent => Chart is null || Chart.Total == Count.Events;
}
