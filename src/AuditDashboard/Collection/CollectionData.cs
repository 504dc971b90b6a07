using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Quarantine;
using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Collection;

/// <summary>What the page Collection shows.</summary>
public sealed record CollectionData
{
    /// <summary>The window that lanes and figures are over.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>Coverage of all clusters in scope together; null while there is none.</summary>
    public required CoverageSummary? Coverage { get; init; }

    /// <summary>The clusters in scope, by name.</summary>
    public required IReadOnlyList<ClusterCollection> Clusters { get; init; }

    /// <summary>True if harvests start by themselves.</summary>
    public required bool IsScheduled { get; init; }

    /// <summary>The latest runs of the clusters in scope, newest first.</summary>
    public required IReadOnlyList<RunRow> Runs { get; init; }
}

/// <summary>State of collection of one cluster.</summary>
public sealed record ClusterCollection
{
    public required ClusterRow Cluster { get; init; }

    /// <summary>True if the settings name it; others are from imports or from settings of the past.</summary>
    public required bool IsConfigured { get; init; }

    /// <summary>When the schedule harvests it next; null if it does not.</summary>
    public required DateTimeOffset? NextRun { get; init; }

    /// <summary>One lane a canned query, in catalog order.</summary>
    public required IReadOnlyList<CollectionLane> Lanes { get; init; }

    public required CoverageSummary Coverage { get; init; }

    /// <summary>What reading it costs; null for a cluster that is never billed.</summary>
    public required ClusterCost? Cost { get; init; }

    /// <summary>What is not collected, newest first.</summary>
    public required IReadOnlyList<DebtRow> Debt { get; init; }

    public required IReadOnlyList<SourceProblem> Problems { get; init; }

    /// <summary>What should be otherwise about how it is read, for administrators; none as long as this server did not read it.</summary>
    public required IReadOnlyList<string> Advice { get; init; }

    public required QuarantinePage Quarantine { get; init; }
}

/// <summary>Coverage of one canned query over the window.</summary>
public sealed record CollectionLane(string QueryId, string Title, IReadOnlyList<CoverageStretch> Stretches)
{
    /// <summary>Length of what is not collected or failed.</summary>
    public TimeSpan NotCollected => TimeSpan.FromMicroseconds(
        Stretches.Where(s => s.State is CoverageState.NotCollected or CoverageState.Failed).Sum(s => s.Window.ToMicros - s.Window.FromMicros));
}

/// <summary>A stretch that is not collected, with the queries it is missing for.</summary>
/// <param name="Window">The stretch.</param>
/// <param name="Queries">Titles of the queries; empty for all of the catalog.</param>
/// <param name="IsFailed">True if an attempt failed.</param>
/// <param name="Reason">Why, in words; null where nothing is known.</param>
public sealed record DebtRow(TimeWindow Window, IReadOnlyList<string> Queries, bool IsFailed, string? Reason);

/// <summary>A page of quarantined records.</summary>
/// <param name="Total">Records in quarantine.</param>
/// <param name="MayMatch">How many may match each canned query (key: id), where any does.</param>
/// <param name="Rows">The page, newest first.</param>
/// <param name="Next">Row that the next page starts before; null at the end.</param>
public sealed record QuarantinePage(long Total, IReadOnlyList<KeyValuePair<string, long>> MayMatch, IReadOnlyList<QuarantineRow> Rows, long? Next);
