using System.Globalization;
using System.Text;
using CsvHelper;

namespace AuditDashboard.Harvest.Input;

/// <summary>The columns of a CSV file that the CloudWatch console exported: <c>@timestamp,@message,@logStream,@log</c> from Insights, <c>timestamp,message</c> from the event viewer.</summary>
internal sealed class CsvExport
{
    /// <summary>Fields come out as bytes, valid UTF-8 or not.</summary>
    private static readonly CsvReaderOptions Options = new() { HasHeader = false, Separator = ',', DetectSeparatorHint = false };

    private readonly string[] _columns;
    private readonly int _message;

    private CsvExport(string[] columns, int message)
    {
        _columns = columns;
        _message = message;
    }

    /// <summary>Reads a header line.</summary>
    /// <returns>Null if the line is no header of such a file.</returns>
    public static CsvExport? TryReadHeader(ReadOnlySpan<byte> line)
    {
        if (line.Length > 4096 || line.IndexOf("message"u8) < 0 || line[0] is (byte)'{' or (byte)'[')
        {
            return null;
        }

        using var reader = CsvReader.Create(line.ToArray(), Options);
        if (!reader.Read())
        {
            return null;
        }

        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetString).ToArray();
        var message = Array.FindIndex(columns, c => c is "@message" or "message");
        return message >= 0 && columns.Any(c => c is "@timestamp" or "timestamp" or "@ptr" or "@log" or "@logStream") ? new CsvExport(columns, message) : null;
    }

    /// <summary>First byte after the row's line end; -1 if the row does not end in these bytes.</summary>
    /// <param name="text">Begins with a row; fields in quotes may hold line ends.</param>
    public static int FindRowEnd(ReadOnlySpan<byte> text)
    {
        var isQuoted = false;
        for (var at = 0; ;)
        {
            var next = isQuoted ? text[at..].IndexOf((byte)'"') : text[at..].IndexOfAny((byte)'"', (byte)'\n');
            if (next < 0)
            {
                return -1;
            }

            at += next + 1;
            if (text[at - 1] == '\n')
            {
                return at;
            }

            isQuoted = !isQuoted;
        }
    }

    /// <summary>Shows the row's message.</summary>
    public void AddRow(ReadOnlyMemory<byte> row, long line, RecordUnwrapper unwrapper)
    {
        using var reader = CsvReader.Create(row, Options);
        if (!reader.Read() || reader.FieldCount != _columns.Length)
        {
            unwrapper.AddProblem(row, line, string.Create(CultureInfo.InvariantCulture, $"A row of {reader.FieldCount} columns, where the header has {_columns.Length}."));
            return;
        }

        var carrier = default(Carrier);
        for (var i = 0; i < _columns.Length; i++)
        {
            var field = reader.GetSpan(i);
            carrier = _columns[i] switch
            {
                "@timestamp" or "timestamp" => carrier with { TimeMicros = ReadTime(field) },
                "@ingestionTime" or "ingestionTime" => carrier with { IngestionTimeMicros = ReadTime(field) },
                "@logStream" or "logStreamName" => carrier with { LogStream = Encoding.UTF8.GetString(field) },
                "@log" => carrier with { Log = Encoding.UTF8.GetString(field) },
                "@ptr" => carrier with { Pointer = Encoding.UTF8.GetString(field) },
                _ => carrier,
            };
        }

        unwrapper.AddText(reader.GetSpan(_message).ToArray(), line, carrier);
    }

    private static long? ReadTime(ReadOnlySpan<byte> field) =>
        CarrierTime.TryParse(field, out var micros) || CarrierTime.TryParseMillis(field, out micros) ? micros : null;
}
