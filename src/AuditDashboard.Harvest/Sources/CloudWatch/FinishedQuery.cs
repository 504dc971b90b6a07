using Amazon.CloudWatchLogs.Model;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>A query that the service ran to its end.</summary>
/// <param name="Id">Its id.</param>
/// <param name="FirstPage">The first page of its rows, with its statistics.</param>
/// <param name="RowLimit">Most rows that it may have given.</param>
internal sealed record FinishedQuery(string Id, GetQueryResultsResponse FirstPage, int RowLimit)
{
    /// <summary>Events that matched; null where the service does not say.</summary>
    public double? Matched => FirstPage.Statistics?.RecordsMatched;

    /// <summary>Bytes that are billed; null where the service does not say.</summary>
    public long? BytesScanned => (long?)FirstPage.Statistics?.BytesScanned;

    /// <summary>True if it is known before all pages are read that rows are missing.</summary>
    public bool IsKnownToBeCut => Matched > RowLimit;

    /// <summary>True if so many rows prove that none is missing: fewer than the limit, and as many as matched.</summary>
    /// <param name="rows">Rows on all pages.</param>
    public bool IsProven(long rows)
    {
        if (rows >= RowLimit || rows < Matched)
        {
            return false;
        }

        // Whoever says nothing of what matched may have stopped at the older limit.
        return Matched is not null || rows != CloudWatchSourceOptions.SafeRowLimit;
    }
}
