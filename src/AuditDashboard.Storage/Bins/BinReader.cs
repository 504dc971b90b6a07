using AuditDashboard.Storage.Events;

namespace AuditDashboard.Storage.Bins;

/// <summary>Counts in bins of one series.</summary>
/// <param name="Key">Query id, or the facet's value.</param>
/// <param name="Counts">One count a bin, oldest first; all series of an answer have the same length.</param>
public sealed record BinSeries(string Key, IReadOnlyList<int> Counts)
{
    /// <summary>Sum of the counts.</summary>
    public long Total => Counts.Sum(c => (long)c);
}

/// <summary>Bins of a window.</summary>
/// <param name="Window">The window, widened to whole bins at neither end: the first bin starts at or before From.</param>
/// <param name="StartMicros">Start of the first bin, a multiple of the width since 1970.</param>
/// <param name="WidthMinutes">Width of a bin in minutes.</param>
/// <param name="Series">The series.</param>
public sealed record BinTable(TimeWindow Window, long StartMicros, int WidthMinutes, IReadOnlyList<BinSeries> Series);

/// <summary>Bins for charts: whole bins come from the minute tables, filtered ones and cut end bins from the events.</summary>
/// <remarks>Every count equals the number of events that <see cref="EventReader"/> gives for the same filter over the bin's part of the window.</remarks>
public sealed class BinReader(AuditDatabase database)
{
    /// <summary>Full counts of each query: an event that two queries select counts in both.</summary>
    public Task<BinTable> GetByQueryAsync(
        string? cluster, TimeWindow window, IReadOnlyList<string> queryIds, int widthMinutes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only" + database.Path);

    /// <summary>The stack: each event once, under the narrowest query that selects it.</summary>
    public Task<BinTable> GetStackAsync(string? cluster, TimeWindow window, int widthMinutes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only");

    /// <summary>Bins of a filtered window, one series a value of <paramref name="by"/> (the greatest <paramref name="maxSeries"/>, the rest under the key "…"); one series with key "" if null.</summary>
    public Task<BinTable> GetFilteredAsync(
        EventFilter filter, EventFacet? by, int widthMinutes, int maxSeries, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only");
}
