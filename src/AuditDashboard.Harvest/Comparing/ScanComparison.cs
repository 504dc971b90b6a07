using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Comparing;

/// <summary>What one window gave by one merged scan, beside what it gave query by query.</summary>
public sealed record ScanComparison
{
    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The window that was read.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>The queries, in the order of the catalog, then the records that no query can read if there are any; those that were read before something failed.</summary>
    public required IReadOnlyList<QueryComparison> Queries { get; init; }

    /// <summary>Bytes that the merged scan read, as the source bills them; 0 where it bills nothing.</summary>
    public required long MergedBytes { get; init; }

    /// <summary>Bytes that the scans query by query read, as the source bills them; 0 where it bills nothing.</summary>
    public required long AloneBytes { get; init; }

    /// <summary>Price of <see cref="MergedBytes"/>, US dollars.</summary>
    public required double MergedDollars { get; init; }

    /// <summary>Price of <see cref="AloneBytes"/>, US dollars.</summary>
    public required double AloneDollars { get; init; }

    /// <summary>One sentence for each thing that could not be compared; then the absence of differences proves nothing.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>True if any query differs.</summary>
    public bool HasDifference => Queries.Any(q => q.HasDifference);

    /// <summary>Why there is nothing to compare; null if there was.</summary>
    public string? Note { get; init; }

    internal static ScanComparison Nothing(string cluster, string? error, string? note) => new()
    {
        Cluster = cluster,
        Window = default,
        Queries = [],
        MergedBytes = 0,
        AloneBytes = 0,
        MergedDollars = 0,
        AloneDollars = 0,
        Errors = error is null ? [] : [error],
        Note = note,
    };
}

/// <summary>What one query selected either way.</summary>
/// <param name="QueryId">The canned query; null for records that no query can read.</param>
/// <param name="Merged">Records by the merged scan.</param>
/// <param name="Alone">Records by the query alone.</param>
/// <param name="OnlyMerged">Records by the merged scan alone.</param>
/// <param name="OnlyAlone">Records by the query alone only.</param>
/// <param name="Examples">The first few that differ.</param>
public sealed record QueryComparison(string? QueryId, int Merged, int Alone, int OnlyMerged, int OnlyAlone, IReadOnlyList<DifferingRecord> Examples)
{
    /// <summary>True if one way gave what the other did not.</summary>
    public bool HasDifference => OnlyMerged + OnlyAlone > 0;
}

/// <summary>A record that one way gave and the other did not.</summary>
/// <param name="IsMerged">True if the merged scan gave it.</param>
/// <param name="Time">The source's time; null if it has none.</param>
/// <param name="AuditId">Its auditID; null if it has none that can be read.</param>
public sealed record DifferingRecord(bool IsMerged, DateTimeOffset? Time, string? AuditId);
