using System.Globalization;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Input.Indexing;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;

namespace AuditDashboard.Commands.Querying;

/// <summary>Is shown a record of a file that is a JSON object.</summary>
/// <param name="record">The record; its bytes are valid during the call only.</param>
internal delegate void RecordTaker(in RecordView record);

/// <summary>Is shown a plain event of a file.</summary>
/// <param name="message">The event; its bytes are valid during the call only.</param>
/// <param name="record">What its judge found out.</param>
/// <param name="fields">Where its judge kept its fields.</param>
internal delegate void PlainTaker(ReadOnlyMemory<byte> message, in PlainRecord record, FieldStore fields);

/// <summary>One pass over files: counts what is read, reports what cannot be read, tells repeats and undated records.</summary>
internal sealed class FileScan(CommandConsole console, QueryRequest request, ScanStatistics statistics, RecordReader reader)
{
    private readonly UnreadableReport _unreadable = new(console);
    private readonly RepeatFilter? _repeats = request.IsDistinct ? new RepeatFilter() : null;
    private long _undated;

    /// <summary>JSON objects that are no audit events, such as CloudTrail records: canned queries pass over them.</summary>
    public long Ignored { get; set; }

    /// <summary>Shows the records that are JSON objects, in input order.</summary>
    /// <param name="judges">Makes the judges of plain events: what they do not keep is counted and not shown.</param>
    /// <param name="takePlain">Takes each plain event that was kept.</param>
    /// <param name="take">Takes each other record.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public void Read(Func<PlainJudge> judges, PlainTaker takePlain, RecordTaker take, CancellationToken cancellationToken)
    {
        var indexes = request.IndexFolder is { } folder ? new InputIndexes(folder, IndexNeed.Of(request)) { MinimumBytes = request.IndexMinimumBytes } : null;
        var totals = reader.Visit(request.Files, console.Input, Take, judges, new PlainSink(statistics, takePlain), cancellationToken, indexes);
        statistics.SkippedBlocks += totals.SkippedBlocks;
        statistics.SkippedRecords += totals.SkippedRecords;
        if (indexes?.Trouble is { } trouble)
        {
            console.Say(trouble);
        }

        bool Take(in RecordView record)
        {
            statistics.Count(record.Message);
            if (record.Problem is { } problem)
            {
                Refuse(record, problem);
            }
            else
            {
                take(record);
            }

            return true;
        }
    }

    /// <summary>Reports a record that cannot be read.</summary>
    public void Refuse(in RecordView record, string problem)
    {
        _unreadable.Add(record, problem);
        _unreadable.AddMayMatch(record, request.Canned.Select(query => (query.Id, query.Selection)));
    }

    /// <summary>True if the record is inside the window and no repeat that was asked to be dropped.</summary>
    public bool Accepts(ReadOnlySpan<byte> message, long? timeMicros)
    {
        if (!request.Bounds.Contains(timeMicros))
        {
            _undated += timeMicros is null ? 1 : 0;
            return false;
        }

        return _repeats?.IsRepeat(message) != true;
    }

    /// <summary>The event time: the carrier's, else the record's own; null if undated.</summary>
    public static long? TimeOf(in RecordView record) => record.SourceTimeMicros ?? AuditEventReader.ReadTimeMicros(record.Message.Span);

    /// <summary>The record as the engine takes it.</summary>
    /// <remarks>
    /// Texts for CloudWatch ask for the audit stream first. A record of a file that names no stream counts as of that stream:
    /// a missing one would let such a text select nothing, which reads as nothing happening.
    /// </remarks>
    public static LogRecord ToLogRecord(in RecordView record, long? timeMicros) => new()
    {
        Message = record.Message,
        TimestampMicros = timeMicros,
        IngestionTimeMicros = record.IngestionTimeMicros,
        LogStream = record.LogStream ?? StreamFilter.StreamName,
        Log = record.Log,
        Pointer = record.Pointer,
    };

    /// <summary>A record that is nothing but an audit event, as the engine takes it.</summary>
    public static LogRecord ToLogRecord(ReadOnlyMemory<byte> message, long? timeMicros) =>
        new() { Message = message, TimestampMicros = timeMicros, LogStream = StreamFilter.StreamName };

    /// <summary>Says what was left out and, where rows were printed, that files are shown as they are.</summary>
    /// <param name="hasContent">True if content of records was printed.</param>
    public void Complete(bool hasContent)
    {
        _unreadable.Complete();
        if (Ignored > 0)
        {
            console.Say(string.Create(CultureInfo.InvariantCulture, $"{Ignored} JSON objects are no audit events and were passed over."));
        }

        if (_undated > 0)
        {
            console.Say(string.Create(
                CultureInfo.InvariantCulture, $"{_undated} records have no time and are in no window; without --from and --to they are among the results."));
        }

        if (_repeats is { Repeats: > 0 })
        {
            console.Say(string.Create(CultureInfo.InvariantCulture, $"{_repeats.Repeats} exact repeats were left out."));
        }

        if (hasContent)
        {
            console.Say("Records are shown as they stand in the files: secrets in them are not taken out.");
        }

        if (request.HasStats)
        {
            statistics.Say(console);
        }
    }

    private sealed class PlainSink(ScanStatistics statistics, PlainTaker taker) : IPlainSink
    {
        // The collector lets garbage grow to the size of the processor's last cache, which may be 260 MB, before it looks at all. What a scan leaves
        // behind is dead at once and cheap to collect.
        private const long BytesBetweenCollections = 24L * 1024 * 1024;
        private long _collectedAt = GC.GetTotalAllocatedBytes();

        public void Count(long records, long bytes)
        {
            statistics.Count(records, bytes);
            var allocated = GC.GetTotalAllocatedBytes();
            if (allocated - _collectedAt > BytesBetweenCollections)
            {
                _collectedAt = allocated;
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            }
        }

        public void Take(ReadOnlyMemory<byte> message, in PlainRecord record, FieldStore fields) => taker(message, record, fields);
    }
}
