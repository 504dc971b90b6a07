using System.Text;
using System.Text.Json;
using Amazon.CloudWatchLogs.Model;
using AuditDashboard.Harvest.Input;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Makes records of result rows.</summary>
internal static class ResultRows
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = int.MaxValue };

    /// <summary>The record of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="log">Account and log group, or the log group alone.</param>
    /// <param name="number">Its place among the rows, from 1.</param>
    /// <exception cref="LogSourceException">The row lacks the message or its time: it cannot be told what was read.</exception>
    public static InputRecord ToRecord(List<ResultField> row, string log, long number)
    {
        string? message = null;
        string? time = null;
        string? ingestion = null;
        string? stream = null;
        string? pointer = null;
        foreach (var cell in row)
        {
            switch (cell.Field)
            {
                case "@message":
                    message = cell.Value;
                    break;
                case "@timestamp":
                    time = cell.Value;
                    break;
                case "@ingestionTime":
                    ingestion = cell.Value;
                    break;
                case "@logStream":
                    stream = cell.Value;
                    break;
                case "@ptr":
                    pointer = cell.Value;
                    break;
                default:
                    break;
            }
        }

        if (message is null || Micros(time) is not { } micros)
        {
            throw new LogSourceException($"CloudWatch Logs gave a row of {log} without its message or its time.");
        }

        return Make(message, micros, Micros(ingestion), stream, log, number) with { Pointer = pointer };
    }

    /// <summary>The columns of a row by name; those without a value are left out.</summary>
    public static IReadOnlyDictionary<string, string> ToColumns(List<ResultField> row)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var cell in row)
        {
            if (cell is { Field: { } field, Value: { } value })
            {
                columns[field] = value;
            }
        }

        return columns;
    }

    /// <summary>The record of an event of a list.</summary>
    /// <param name="found">The event.</param>
    /// <param name="log">The log group.</param>
    /// <param name="number">Its place among the events, from 1.</param>
    /// <exception cref="LogSourceException">The event lacks the message or its time.</exception>
    public static InputRecord ToRecord(FilteredLogEvent found, string log, long number) =>
        found.Message is { } message && found.Timestamp is { } ms
            ? Make(message, ms * 1_000, found.IngestionTime * 1_000, found.LogStreamName, log, number)
            : throw new LogSourceException($"CloudWatch Logs gave an event of {log} without its message or its time.");

    private static InputRecord Make(string message, long micros, long? ingestionMicros, string? stream, string log, long number)
    {
        var bytes = Encoding.UTF8.GetBytes(message.TrimEnd('\r', '\n'));
        return new InputRecord
        {
            Message = bytes,
            SourceTimeMicros = micros,
            IngestionTimeMicros = ingestionMicros,
            LogStream = stream,
            Log = log,
            File = stream is null ? log : "",
            Line = number,
            Problem = ProblemOf(bytes),
        };
    }

    // "2026-11-23 19:00:00.123" as Insights prints it; milliseconds since 1970 as the rest of the service does.
    private static long? Micros(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        return CarrierTime.TryParse(bytes, out var micros) || CarrierTime.TryParseMillis(bytes, out micros) ? micros : null;
    }

    // An event that was cut on its way is kept and shown as such.
    private static string? ProblemOf(ReadOnlySpan<byte> message)
    {
        try
        {
            var reader = new Utf8JsonReader(message, Deep);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "Not a JSON object.";
            }

            while (reader.Read())
            {
                // To its end: what is cut breaks there.
            }

            return null;
        }
        catch (JsonException)
        {
            return "Not valid JSON: the event was cut or is broken.";
        }
    }
}
