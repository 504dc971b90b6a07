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

    /// <summary>Tries to reach the source. Gives one sentence for each thing that is missing; none if all is well.</summary>
    Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>A source that vouches for time: the demo cluster, CloudWatch.</summary>
public interface IWindowLogSource : ILogSource
{
    /// <summary>Up to which instant the source can be asked now, microseconds since 1970, exclusive.</summary>
    long AvailableToMicros { get; }

    /// <summary>How long after an instant the source may still deliver events of it; zero if never.</summary>
    TimeSpan DeliveryDelay { get; }

    /// <summary>True if a scan streams its records oldest first: a window is then collected slice by slice, otherwise only as a whole.</summary>
    bool IsOrdered => false;

    /// <summary>Streams the records of a window that the scan may select (more is allowed: the caller tells them apart).
    /// Reaching the end of the enumeration means the window is complete; anything else is an exception and leaves it owed.</summary>
    /// <exception cref="LogSourceException">The source could not be read.</exception>
    IAsyncEnumerable<InputRecord> ScanAsync(TimeWindow window, MergedScan scan, CancellationToken cancellationToken);

    /// <summary>As the other, and tells what it found out beside the records: then the window is complete but for the gaps that it reports.</summary>
    /// <exception cref="LogSourceException">The source could not be read.</exception>
    IAsyncEnumerable<InputRecord> ScanAsync(TimeWindow window, MergedScan scan, ScanReport report, CancellationToken cancellationToken) =>
        ScanAsync(window, scan, cancellationToken);
}

/// <summary>What a scan found out beside its records; whole once the scan has come to its end.</summary>
public sealed class ScanReport
{
    /// <summary>What could not be read, query by query.</summary>
    public IList<ScanGap> Gaps { get; } = [];

    /// <summary>Parts of the window in which nothing was written that could have told of anything: they count as collected for no query.</summary>
    public IList<ScanSilence> Silences { get; } = [];

    /// <summary>Bytes that the source says it scanned, as it bills them; null for a source that bills none, where the bytes of the records count.</summary>
    public long? BytesScanned { get; set; }
}

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
public sealed class LogSourceException : Exception
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
