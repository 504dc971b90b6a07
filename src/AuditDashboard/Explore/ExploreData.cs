using AuditDashboard.Explore.Editing;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.SavedQueries;

namespace AuditDashboard.Explore;

/// <summary>What stands around a query: what the page Explore shows before anything is run.</summary>
public sealed record ExploreData
{
    /// <summary>Fields of the newest stored events.</summary>
    public required IReadOnlyList<SeenField> Fields { get; init; }

    /// <summary>Names of the clusters in scope whose files can be read.</summary>
    public required IReadOnlyList<string> FileClusters { get; init; }

    /// <summary>Saved queries, the reader's own and shared ones.</summary>
    public required IReadOnlyList<SavedQuery> Saved { get; init; }

    /// <summary>The last runs, newest first.</summary>
    public required IReadOnlyList<QueryRunRecord> History { get; init; }

    /// <summary>Coverage of the window; null if no cluster was read yet.</summary>
    public required CoverageSummary? Coverage { get; init; }
}
