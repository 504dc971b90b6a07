using AuditDashboard.Shared.Charts;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Overview;

/// <summary>What the overview shows: one load over one window, so that its numbers agree with each other.</summary>
public sealed record OverviewData
{
    /// <summary>The window of all numbers.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>Coverage over all queries; null if there is no such cluster.</summary>
    public required CoverageSummary? Coverage { get; init; }

    /// <summary>One cell a canned query, in catalog order.</summary>
    public required IReadOnlyList<OverviewCell> Cells { get; init; }

    /// <summary>All queries stacked, each event once.</summary>
    public required ChartModel Stack { get; init; }

    /// <summary>The newest changes of the window.</summary>
    public required IReadOnlyList<EventRow> LatestChanges { get; init; }

    /// <summary>How many changes the window has.</summary>
    public required long ChangeCount { get; init; }

    /// <summary>The newest change to aws-auth in the window, or the newest before it; null if none is stored.</summary>
    public required EventRow? LastAwsAuth { get; init; }

    /// <summary>What stands in the way of collection, by cluster.</summary>
    public required IReadOnlyList<(string Cluster, SourceProblem Problem)> Problems { get; init; }
}

/// <summary>One canned query over the window.</summary>
public sealed record OverviewCell
{
    /// <summary>The query's id.</summary>
    public required string QueryId { get; init; }

    /// <summary>The query's title.</summary>
    public required string Title { get; init; }

    /// <summary>What the query tells a reviewer.</summary>
    public required string Purpose { get; init; }

    /// <summary>Events of the window.</summary>
    public required long Count { get; init; }

    /// <summary>Events of the period before, of the same length; null if it was not collected as a whole.</summary>
    public required long? CountBefore { get; init; }

    /// <summary>Stored events without any time, which lie in no window.</summary>
    public long Undated { get; init; }

    /// <summary>Counts for the small picture.</summary>
    public required IReadOnlyList<int> Bins { get; init; }

    /// <summary>The window that the small picture spans: from the first bin's start to the last bin's end.</summary>
    public required TimeWindow BinsWindow { get; init; }

    /// <summary>Time of the newest event of the window; null if there is none.</summary>
    public required DateTimeOffset? LastEvent { get; init; }

    /// <summary>Coverage of this query.</summary>
    public required IReadOnlyList<CoverageStretch> Coverage { get; init; }

    /// <summary>Up to when this query is collected; null if nothing of the window is.</summary>
    public DateTimeOffset? CollectedTo => Coverage.LastOrDefault(s => s.State is CoverageState.Collected or CoverageState.Settling)?.Window.To;

    /// <summary>True if the whole window was looked at: only then does zero mean "none".</summary>
    public bool IsWhole => Coverage.Count > 0 && Coverage.All(s => s.State is CoverageState.Collected or CoverageState.Settling);

    /// <summary>True if all of the window was looked at but for its last moments, which the next harvest brings: zero means "none" up to <see cref="CollectedTo"/>.</summary>
    public bool IsWholeButForDue => CollectedTo is not null && Coverage.All(s => s.State is CoverageState.Collected or CoverageState.Settling or CoverageState.Due);

    /// <summary>True if nothing of the window was looked at: then there is no number to show.</summary>
    public bool IsBlind => Coverage.All(s => s.State is CoverageState.NotCollected or CoverageState.Failed or CoverageState.OutOfScope or CoverageState.Due or CoverageState.Expired);
}
