using AuditDashboard.Harvest.Input;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Files;

namespace AuditDashboard.Harvest.Sources;

/// <summary>Where a cluster's audit events are read.</summary>
public interface ILogSource
{
    /// <summary>Demo, Files or CloudWatch.</summary>
    string Kind { get; }

    /// <summary>One sentence about how the source is read that is no trouble and should be otherwise; null if there is none, or as long as it was not read.</summary>
    string? Advice => null;

    /// <summary>Tries to reach the source. Gives one sentence for each thing that is missing; none if all is well.</summary>
    Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken);

    /// <summary>As <see cref="CheckAsync"/>, and tells as well what works.</summary>
    async Task<IReadOnlyList<SourceFinding>> ExamineAsync(CancellationToken cancellationToken) =>
        [.. (await CheckAsync(cancellationToken)).Select(sentence => new SourceFinding(true, sentence))];
}

/// <summary>A source that vouches for time: the demo cluster, CloudWatch.</summary>
public interface IWindowLogSource : ILogSource
{
    /// <summary>Up to which instant the source can be asked now, microseconds since 1970, exclusive.</summary>
    long AvailableToMicros { get; }

    /// <summary>One sentence if this machine's clock and the source's differ by a minute or more; null if they do not, or as long as nothing is known.</summary>
    string? ClockTrouble => null;

    /// <summary>How long after an instant the source may still deliver events of it, as long as nothing was learned; zero if never, then nothing is.</summary>
    TimeSpan DeliveryDelay { get; }

    /// <summary>True if the source bills by bytes scanned: its scans are counted, priced and kept to a budget.</summary>
    bool IsBilled => false;

    /// <summary>True if a scan gives what its queries select and nothing else, but for records that no query can read; false if it may give more.</summary>
    bool IsSelective => false;

    /// <summary>True if a scan streams its records oldest first: a window is then collected slice by slice, otherwise only as a whole.</summary>
    bool IsOrdered => false;

    /// <summary>About how many records a window holds; null where the source does not know without reading. Unit: records.</summary>
    /// <param name="window">The window.</param>
    long? EstimateRecords(TimeWindow window) => null;

    /// <summary>How long the source keeps its records; null where it keeps them for good or does not say.</summary>
    /// <param name="cancellationToken">Stops asking.</param>
    Task<TimeSpan?> FindRetentionAsync(CancellationToken cancellationToken) => Task.FromResult<TimeSpan?>(null);

    /// <summary>False if the source can tell, without anything that is billed, that a window holds nothing now.</summary>
    /// <param name="window">The window, in whole seconds.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    Task<bool> MayHoldEventsAsync(TimeWindow window, CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>Streams the records of a window that the scan may select (more is allowed: the caller tells them apart).
    /// Reaching the end of the enumeration means the window is complete; anything else is an exception and leaves it owed.</summary>
    /// <exception cref="LogSourceException">The source could not be read.</exception>
    IAsyncEnumerable<InputRecord> ScanAsync(TimeWindow window, MergedScan scan, CancellationToken cancellationToken);

    /// <summary>As the other, and tells what it found out beside the records: then the window is complete but for the gaps that it reports.</summary>
    /// <exception cref="LogSourceException">The source could not be read.</exception>
    IAsyncEnumerable<InputRecord> ScanAsync(TimeWindow window, MergedScan scan, ScanReport report, CancellationToken cancellationToken) =>
        ScanAsync(window, scan, cancellationToken);
}

/// <summary>A source that delivers late, and can be searched for what came late by means that are not billed by the byte.</summary>
public interface ILateLogSource : IWindowLogSource
{
    /// <summary>Streams the records of a window that the scan may select, as far as a search can tell (more is allowed). It vouches for nothing.</summary>
    /// <param name="window">The window, in whole seconds.</param>
    /// <param name="scan">The queries to search for.</param>
    /// <param name="isThorough">True to look for records as well that no query can read.</param>
    /// <param name="report">Takes what the search found out beside the records.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="LogSourceException">The source could not be searched.</exception>
    IAsyncEnumerable<InputRecord> SearchAsync(TimeWindow window, MergedScan scan, bool isThorough, SearchReport report, CancellationToken cancellationToken);
}

/// <summary>A source that runs queries itself, by an engine of its own.</summary>
public interface IQueriedLogSource : IWindowLogSource
{
    /// <summary>Runs one query to its end.</summary>
    /// <param name="asked">The query. Its text must hold nothing that was read in a log.</param>
    /// <param name="report">Takes what is billed, and may forbid it.</param>
    /// <param name="cancellationToken">Stops the query too.</param>
    /// <exception cref="QueryRefusedException">The source does not take it.</exception>
    /// <exception cref="LogSourceException">It did not come to its end.</exception>
    Task<AskedRows> AskAsync(AskedQuery asked, ScanReport report, CancellationToken cancellationToken);
}

/// <summary>A query for a source's own engine.</summary>
/// <param name="Text">The text.</param>
/// <param name="FromSecond">First second, since 1970.</param>
/// <param name="ToSecond">Last second, inclusive as the source means it.</param>
/// <param name="RowLimit">Most rows, said beside the text; null to leave it to the text.</param>
public sealed record AskedQuery(string Text, long FromSecond, long ToSecond, int? RowLimit)
{
    /// <summary>Told how far it is, each time that the source says so.</summary>
    public Action<AskProgress>? OnProgress { get; init; }
}

/// <summary>How far a query of a source's own engine is.</summary>
/// <param name="Records">Records scanned; null where the source does not say.</param>
/// <param name="Bytes">Bytes scanned; null where the source does not say.</param>
public sealed record AskProgress(long? Records, long? Bytes);

/// <summary>What a source's own engine answered.</summary>
/// <param name="Rows">The rows, each with its columns by name; a column without a value is absent.</param>
/// <param name="IsCut">True if it is known that more matched than the rows.</param>
public sealed record AskedRows(IReadOnlyList<IReadOnlyDictionary<string, string>> Rows, bool IsCut)
{
    /// <summary>Records that were scanned; null where the source does not say.</summary>
    public long? Records { get; init; }

    /// <summary>Records that passed the filters; null where the source does not say.</summary>
    public long? Matched { get; init; }
}

/// <summary>What a search found out beside its records.</summary>
public sealed class SearchReport
{
    /// <summary>Calls that it took.</summary>
    public int Calls { get; set; }

    /// <summary>Ids of queries that cannot be searched for: their late events are found only where the time is read again.</summary>
    public IReadOnlyList<string> NotSearched { get; set; } = [];
}

/// <summary>What a scan found out beside its records; whole once the scan has come to its end.</summary>
public sealed class ScanReport
{
    /// <summary>What could not be read, query by query.</summary>
    public IList<ScanGap> Gaps { get; } = [];

    /// <summary>What the source bills, scan by scan, those that failed or were stopped included; none for a source that bills nothing.</summary>
    public IList<BilledScan> Billed { get; } = [];

    /// <summary>Parts of the window in which nothing was written that could have told of anything: they count as collected for no query.</summary>
    public IList<ScanSilence> Silences { get; } = [];

    /// <summary>True if the source knew without a scan that the window holds nothing: then nothing is billed for it.</summary>
    public bool IsLeftUnread { get; set; }

    /// <summary>Bytes that the source says it scanned, as it bills them; null for a source that bills none, where the bytes of the records count.</summary>
    public long? BytesScanned => Billed.Count == 0 ? null : Billed.Sum(b => b.Bytes);

    /// <summary>Asked before each scan that is billed: null lets it pass, a sentence forbids it.</summary>
    public Func<TimeWindow, IReadOnlyList<CannedQuery>, string?> Forbid { get; init; } = (_, _) => null;
}

/// <summary>One scan as it is billed.</summary>
/// <param name="QueryIds">The queries that it read for.</param>
/// <param name="Window">The time that it read.</param>
/// <param name="Bytes">Bytes scanned.</param>
/// <param name="IsAgain">True if it reads a part of what an earlier scan had read and that was cut: reading each query by itself would not have needed it.</param>
public sealed record BilledScan(IReadOnlyList<string> QueryIds, TimeWindow Window, long Bytes, bool IsAgain);

/// <summary>A part of a window that could not be read for one query alone.</summary>
/// <param name="QueryId">The canned query.</param>
/// <param name="Window">The part, in whole seconds.</param>
/// <param name="Reason">One sentence: why.</param>
public sealed record ScanGap(string QueryId, TimeWindow Window, string Reason);

/// <summary>A part of a window for which no audit log vouches.</summary>
/// <param name="Window">The part, in whole seconds.</param>
/// <param name="Kind">What is to be thought of it.</param>
/// <param name="Reason">One sentence: why, and what to do where something can be done.</param>
public sealed record ScanSilence(TimeWindow Window, SilenceKind Kind, string Reason);

/// <summary>What is to be thought of a silent time.</summary>
public enum SilenceKind
{
    /// <summary>Events may be on their way: what is read of it counts until it is read once more, and not as settled.</summary>
    Pending,

    /// <summary>It is over, and nobody can change it: it stays not collected, and is no failure of a run.</summary>
    Past,

    /// <summary>It goes on: the audit log is not written, and somebody has to do something.</summary>
    Off,
}

/// <summary>A source that vouches for bytes: audit files and folders.</summary>
public interface IFileLogSource : ILogSource
{
    /// <summary>Reads what was not read before: slices of at most <paramref name="maxRecords"/> records, each with the position that vouches for it.</summary>
    /// <param name="known">Positions up to which records are stored.</param>
    /// <param name="maxRecords">1 to 5,000.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    IAsyncEnumerable<FileSlice> ReadNewAsync(IReadOnlyList<FilePosition> known, int maxRecords, CancellationToken cancellationToken);
}

/// <summary>A part of a file.</summary>
/// <param name="Path">The file or configured path it speaks of.</param>
/// <param name="Position">Position after the slice; null where <paramref name="Problem"/> says that the file could not be read.</param>
/// <param name="Records">The records, in file order.</param>
/// <param name="BytesRead">Bytes read for it, after decompression.</param>
/// <param name="Problem">One sentence, such as a path that cannot be read or a file that shrank; reading goes on with the next file.</param>
public sealed record FileSlice(string Path, FilePosition? Position, IReadOnlyList<InputRecord> Records, long BytesRead, string? Problem)
{
    /// <summary>True if <see cref="Problem"/> tells of something that happened once, such as a file that shrank, and that no later reading can mend.</summary>
    public bool IsNotice { get; init; }
}

/// <summary>A source could not be read; the message is a sentence for people.</summary>
public class LogSourceException : Exception
{
    /// <summary>Makes one with a sentence.</summary>
    public LogSourceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and its cause.</summary>
    public LogSourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A scan was not made because it would have passed the day's budget; the message is a sentence for people.</summary>
public sealed class BudgetSpentException : LogSourceException
{
    /// <summary>Makes one with a sentence.</summary>
    public BudgetSpentException(string message)
        : base(message)
    {
    }
}

/// <summary>A source does not take a query; the message is a sentence for people.</summary>
public sealed class QueryRefusedException : LogSourceException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">A sentence.</param>
    /// <param name="said">What the source said of it.</param>
    /// <param name="innerException">What it answered.</param>
    public QueryRefusedException(string message, string said, Exception innerException)
        : base(message, innerException) => Said = said;

    /// <summary>What the source said of it.</summary>
    public string Said { get; }

    /// <summary>The place that the source names, characters from the text's start; null where it names none.</summary>
    public int? Place { get; init; }
}
