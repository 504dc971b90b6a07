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
