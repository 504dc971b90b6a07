using AuditDashboard.LocalCloudWatch.Logs;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.LocalCloudWatch.Queries;

/// <summary>Runs one query over the events that are visible when it starts.</summary>
internal static class QueryRunner
{
    private const string Pointer = "@ptr";
    private const string Message = "@message";

    /// <summary>Runs a query.</summary>
    /// <param name="query">The query as its author wrote it, compiled with <paramref name="compile"/>.</param>
    /// <param name="compile">The options of window, rows and clock.</param>
    /// <param name="groups">The log groups with their events, by time.</param>
    /// <param name="options">How the server behaves.</param>
    public static QueryOutcome Run(
        InsightsQuery query, QueryOptions compile, IReadOnlyList<(LogGroup Group, IReadOnlyList<StoredEvent> Events)> groups, LocalServerOptions options)
    {
        var events = new Dictionary<string, StoredEvent>(StringComparer.Ordinal);
        var run = query;
        if (InsightsQuery.TryCompile(QueryText.WithPointer(query), compile, out var pointed, out _))
        {
            run = pointed;
        }

        var cut = QueryText.ReadsMessage(query) ? null : options.MaxDiscoveredFields;
        var records = Records(groups, cut, events, options.Account);
        try
        {
            var (result, matched) = Read(run, records);
            var rows = result.Rows.Select(row => Cells(result.Columns, row, events)).Take(options.MaxRows).ToList();
            return new QueryOutcome(
                rows, matched, records.Count, groups.Sum(g => g.Events.Sum(e => (double)e.Message.Length)) * options.DeclaredBytesPerByte, groups.Count, IsFailed: false);
        }
        catch (QueryLimitException)
        {
            return new QueryOutcome([], 0, 0, 0, groups.Count, IsFailed: true);
        }
    }

    private static (QueryResult Result, long Matched) Read(InsightsQuery query, List<LogRecord> records)
    {
        QueryRun run;
        if (query.HasSubqueries)
        {
            var first = query.StartSubqueries();
            foreach (var record in records)
            {
                first.Add(record);
            }

            run = first.Complete();
        }
        else
        {
            run = query.Start();
        }

        foreach (var record in records)
        {
            run.Add(record);
        }

        return (run.Complete(), run.RecordsMatched);
    }

    // With the cap on fields, the engine reads a record of the first ones alone; its message is put back into the row afterwards.
    private static List<LogRecord> Records(
        IReadOnlyList<(LogGroup Group, IReadOnlyList<StoredEvent> Events)> groups, int? maxFields, Dictionary<string, StoredEvent> events, string account)
    {
        var records = new List<LogRecord>();
        foreach (var (group, stored) in groups)
        {
            foreach (var one in stored)
            {
                var pointer = LogStore.PointerTo(group, one);
                records.Add(new LogRecord
                {
                    Message = Cut(one, maxFields) is { } cut ? Keep(cut) : one.Message,
                    TimestampMicros = one.TimestampMs * 1_000,
                    IngestionTimeMicros = one.IngestionMs * 1_000,
                    LogStream = one.Stream,
                    Log = $"{account}:{group.Name}",
                    Pointer = pointer,
                });

                ReadOnlyMemory<byte> Keep(byte[] cut)
                {
                    events[pointer] = one;
                    return cut;
                }
            }
        }

        return records;
    }

    private static byte[]? Cut(StoredEvent stored, int? maxFields)
    {
        // In a list, a field takes two bytes at least: an event that is too short to have more fields than are discovered needs no second look.
        const int LeastBytesOfField = 2;
        if (maxFields is not { } max || stored.Message.Length < max * LeastBytesOfField)
        {
            return null;
        }

        var fields = DiscoveredFields.Of(stored.Message, max + 1);
        return fields.Count > max ? DiscoveredFields.ToRecord([.. fields.Take(max)]) : null;
    }

    private static List<(string, string)> Cells(IReadOnlyList<string> columns, QueryRow row, Dictionary<string, StoredEvent> events)
    {
        var pointer = columns.Select((c, i) => c == Pointer ? row.Cells[i] : null).FirstOrDefault(c => c is not null);
        var cells = new List<(string, string)>();
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i] == Pointer || row.Cells[i] is not { } value)
            {
                continue;
            }

            var whole = columns[i] == Message && pointer is not null && events.TryGetValue(pointer, out var stored)
                ? System.Text.Encoding.UTF8.GetString(stored.Message.Span)
                : value;
            cells.Add((columns[i], whole));
        }

        if (pointer is not null)
        {
            cells.Add((Pointer, pointer));
        }

        return cells;
    }
}
