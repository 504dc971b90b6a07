namespace AuditDashboard.Storage.Coverage;

/// <summary>Which queries coverage is asked for, and since when they are owed.</summary>
/// <param name="QueryId">The canned query.</param>
/// <param name="SelectionHash">Intervals collected under another hash do not count.</param>
public sealed record CoverageQuery(string QueryId, string SelectionHash);

/// <summary>Reads coverage for pages, the API and planning.</summary>
public sealed class CoverageReader(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Coverage of each query over a window; stretches adjoin and fill it.</summary>
    public Task<IReadOnlyList<CoverageLine>> GetLinesAsync(
        string cluster, TimeWindow window, IReadOnlyList<CoverageQuery> queries, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only" + database.Path + clock);

    /// <summary>Coverage of a window over all the queries together.</summary>
    public Task<CoverageSummary> GetSummaryAsync(
        string cluster, TimeWindow window, IReadOnlyList<CoverageQuery> queries, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only");

    /// <summary>The collected intervals of one query (not those from files), optionally only the settled ones.</summary>
    public Task<IntervalSet> GetCollectedAsync(
        string cluster, CoverageQuery query, bool settledOnly, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only");
}
