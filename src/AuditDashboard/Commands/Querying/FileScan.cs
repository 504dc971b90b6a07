using System.Globalization;
using System.Runtime.CompilerServices;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Commands.Querying;

/// <summary>One pass over files: counts what is read, reports what cannot be read, tells repeats and undated records.</summary>
internal sealed class FileScan(CommandConsole console, QueryRequest request, ScanStatistics statistics)
{
    private readonly UnreadableReport _unreadable = new(console);
    private readonly RepeatFilter? _repeats = request.IsDistinct ? new RepeatFilter() : null;
    private long _undated;

    /// <summary>JSON objects that are no audit events, such as CloudTrail records: canned queries pass over them.</summary>
    public long Ignored { get; set; }

    /// <summary>The records that are JSON objects, in input order.</summary>
    public async IAsyncEnumerable<InputRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in new RecordReader().ReadAsync(request.Files, console.Input, cancellationToken))
        {
            statistics.Count(record.Message);
            if (record.Problem is { } problem)
            {
                Refuse(record, problem);
            }
            else
            {
                yield return record;
            }
        }
    }

    /// <summary>Reports a record that cannot be read.</summary>
    public void Refuse(InputRecord record, string problem)
    {
        _unreadable.Add(record, problem);
        _unreadable.AddMayMatch(record, request.Canned.Select(query => (query.Id, query.Selection)));
    }

    /// <summary>True if the record is inside the window and no repeat that was asked to be dropped.</summary>
    public bool Accepts(InputRecord record, long? timeMicros)
    {
        if (!request.Bounds.Contains(timeMicros))
        {
            _undated += timeMicros is null ? 1 : 0;
            return false;
        }

        return _repeats?.IsRepeat(record.Message.Span) != true;
    }

    /// <summary>The event time: the carrier's, else the record's own; null if undated.</summary>
    public static long? TimeOf(InputRecord record) => record.SourceTimeMicros ?? AuditEventReader.ReadTimeMicros(record.Message.Span);

    /// <summary>The record as the engine takes it.</summary>
    public static LogRecord ToLogRecord(InputRecord record, long? timeMicros) => new()
    {
        Message = record.Message,
        TimestampMicros = timeMicros,
        IngestionTimeMicros = record.IngestionTimeMicros,
        LogStream = record.LogStream,
        Log = record.Log,
        Pointer = record.Pointer,
    };

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
}
