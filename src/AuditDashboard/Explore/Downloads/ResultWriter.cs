using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AuditDashboard.Explore.Results;
using AuditDashboard.Explore.Running;
using AuditDashboard.Exports;

namespace AuditDashboard.Explore.Downloads;

/// <summary>
/// Writes a result: what was asked, over what, and what must be known before the rows are believed; the rows; the end with their number, without which
/// the file was cut off. The forms are those of exported lists: see <see cref="ExportFormat"/>.
/// </summary>
/// <param name="offer">The result.</param>
/// <param name="format">CSV, JSON or NDJSON.</param>
/// <param name="now">When it is exported.</param>
/// <param name="output">Where bytes go.</param>
internal sealed class ResultWriter(ResultOffer offer, ExportFormat format, DateTimeOffset now, IBufferWriter<byte> output)
{
    private readonly ExploreResult _result = offer.Result;
    private readonly bool _isCsv = format == ExportFormat.Csv;
    private readonly bool _isDocument = format == ExportFormat.Json;
    private int _written;

    /// <summary>Writes what stands before the rows.</summary>
    public void Begin()
    {
        if (_isCsv)
        {
            BeginCsv();
            return;
        }

        output.Put("{\"export\":"u8);
        WriteAbout();
        output.Put(_isDocument ? ",\"items\":["u8 : "}\n"u8);
    }

    /// <summary>Writes the next row.</summary>
    /// <returns>False if there is none.</returns>
    public bool WriteRow()
    {
        if (_written == _result.Rows.Count)
        {
            return false;
        }

        var row = _result.Rows[_written];
        if (_isCsv)
        {
            CsvLine.Write(output, [.. row.Cells]);
        }
        else
        {
            output.Put(!_isDocument ? default : _written == 0 ? "\n"u8 : ",\n"u8);
            output.Put(Encoding.UTF8.GetBytes(RawRows.Line(_result.Columns, row)));
            output.Put(_isDocument ? default : "\n"u8);
        }

        _written++;
        return true;
    }

    /// <summary>Writes what stands after the rows.</summary>
    public void End()
    {
        var rows = Number(_written);
        if (_isCsv)
        {
            CsvLine.Write(output, "# end", rows);
            return;
        }

        output.Put(Encoding.UTF8.GetBytes(_isDocument ? $"\n],\"end\":{{\"rows\":{rows}}}}}\n" : $"{{\"end\":{{\"rows\":{rows}}}}}\n"));
    }

    private void BeginCsv()
    {
        var request = _result.Request;
        CsvLine.Write(output, "# export", "query");
        CsvLine.Write(output, "# page", offer.PageUrl);
        CsvLine.Write(output, "# exported at", ExportColumns.Instant(now));
        CsvLine.Write(output, "# query", request.Text);
        CsvLine.Write(output, "# source", Source(request.Source));
        CsvLine.Write(output, "# cluster", request.Cluster ?? "all clusters");
        CsvLine.Write(output, "# window", ExportColumns.Stretch(request.Window.From, request.Window.To));
        foreach (var stretch in _result.Coverage?.Stretches ?? [])
        {
            CsvLine.Write(output, "# coverage", ExportColumns.Stretch(stretch.Window.From, stretch.Window.To), State(stretch.State.ToString()), stretch.Reason);
        }

        foreach (var caution in ExploreWords.Cautions(_result))
        {
            CsvLine.Write(output, caution.IsWarning ? "# warning" : "# note", Plain(caution.Sentence));
        }

        CsvLine.Write(output, "# read", Plain(ExploreWords.From(_result)));
        CsvLine.Write(output, "# rows", Number(_result.Rows.Count));
        CsvLine.Write(output, "# values", ExportColumns.Defused);
        CsvLine.Write(output, [.. _result.Columns]);
    }

    private void WriteAbout()
    {
        using var json = new Utf8JsonWriter(output);
        var request = _result.Request;
        json.WriteStartObject();
        json.WriteString("list", "query");
        json.WriteString("page", offer.PageUrl);
        json.WriteString("exportedAt", ExportColumns.Instant(now));
        json.WriteString("query", request.Text);
        json.WriteString("source", Source(request.Source));
        json.WriteString("cluster", request.Cluster);
        json.WriteString("from", ExportColumns.Instant(request.Window.From));
        json.WriteString("to", ExportColumns.Instant(request.Window.To));
        json.WriteStartArray("columns");
        foreach (var column in _result.Columns)
        {
            json.WriteStringValue(column);
        }

        json.WriteEndArray();
        json.WriteNumber("rows", _result.Rows.Count);
        json.WriteNumber("matched", _result.Matched);
        json.WriteNumber("records", _result.Records);
        json.WriteString("stop", State(_result.Stop.ToString()));
        json.WriteStartArray("cautions");
        foreach (var caution in ExploreWords.Cautions(_result))
        {
            json.WriteStartObject();
            json.WriteBoolean("warning", caution.IsWarning);
            json.WriteString("sentence", Plain(caution.Sentence));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("coverage");
        foreach (var stretch in _result.Coverage?.Stretches ?? [])
        {
            json.WriteStartObject();
            json.WriteString("from", ExportColumns.Instant(stretch.Window.From));
            json.WriteString("to", ExportColumns.Instant(stretch.Window.To));
            json.WriteString("state", State(stretch.State.ToString()));
            json.WriteString("reason", stretch.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Source(ExploreSource source) => source switch
    {
        ExploreSource.Files => "files",
        ExploreSource.CloudWatch => "cloudwatch",
        _ => "collected",
    };

    private static string State(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    // The page groups digits by a narrow space, which is a hidden character in a file.
    private static string Plain(string sentence) => sentence.Replace('\u202f', ' ');

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
