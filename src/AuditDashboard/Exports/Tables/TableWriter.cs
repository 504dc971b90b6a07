using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace AuditDashboard.Exports.Tables;

/// <summary>Writes a list: what it is about, its rows, and the end with their number, without which the file was cut off. The forms are those of exported events.</summary>
/// <param name="table">The list.</param>
/// <param name="about">What stands before the rows.</param>
/// <param name="format">CSV, JSON or NDJSON.</param>
/// <param name="hasHeader">False leaves out what stands before and after the rows; JSON always has it.</param>
/// <param name="output">Where bytes go.</param>
internal sealed class TableWriter(Table table, TableAbout about, ExportFormat format, bool hasHeader, IBufferWriter<byte> output)
{
    private readonly TableColumns? _columns = format == ExportFormat.Csv ? new TableColumns(table.Rows.Type) : null;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly bool _isDocument = format == ExportFormat.Json;

    /// <summary>Rows written.</summary>
    public long Rows { get; private set; }

    /// <summary>Writes what stands before the rows. Call once, first.</summary>
    public void Begin()
    {
        if (_columns is { } columns)
        {
            if (hasHeader)
            {
                WriteAbout();
            }

            CsvLine.Write(output, [.. columns.Names]);
        }
        else if (_isDocument || hasHeader)
        {
            output.Put("{\"export\":"u8);
            ExportJson.Write(output, about, ExportJson.TableAbout);
            output.Put(_isDocument ? ",\"items\":["u8 : "}\n"u8);
        }
    }

    /// <summary>Writes one row.</summary>
    public void Write(object row)
    {
        if (_columns is { } columns)
        {
            CsvLine.Write(output, columns.Of(row));
        }
        else
        {
            _line.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_line))
            {
                JsonSerializer.Serialize(json, row, table.Rows.Type);
            }

            if (_isDocument)
            {
                output.Put(Rows == 0 ? "\n"u8 : ",\n"u8);
                output.Put(_line.WrittenSpan);
            }
            else
            {
                output.PutLine(_line.WrittenSpan);
            }
        }

        Rows++;
    }

    /// <summary>Writes what stands after the rows. Call once, last.</summary>
    public void End()
    {
        if (_columns is not null)
        {
            if (hasHeader)
            {
                CsvLine.Write(output, "# end", Number(Rows));
            }
        }
        else if (_isDocument || hasHeader)
        {
            output.Put(_isDocument ? "\n],\"end\":"u8 : "{\"end\":"u8);
            ExportJson.Write(output, new TableEnd(Rows), ExportJson.TableEnd);
            output.Put("}\n"u8);
        }
    }

    private void WriteAbout()
    {
        CsvLine.Write(output, "# export", about.List);
        CsvLine.Write(output, "# page", about.Page);
        CsvLine.Write(output, "# exported at", ExportColumns.Instant(about.ExportedAt));
        if (about.Cluster is { } cluster)
        {
            CsvLine.Write(output, "# cluster", cluster);
        }

        if (about is { From: { } from, To: { } to })
        {
            CsvLine.Write(output, "# window", ExportColumns.Stretch(from, to));
        }

        CsvLine.Write(output, "# contents", about.Contents);
        foreach (var query in about.Queries)
        {
            CsvLine.Write(output, "# query", query.Id, query.Selection);
        }

        foreach (var stretch in about.Coverage)
        {
            CsvLine.Write(output, "# coverage", stretch.Cluster, ExportColumns.Stretch(stretch.From, stretch.To), stretch.State, stretch.Reason ?? "");
        }

        foreach (var note in about.Notes)
        {
            CsvLine.Write(output, "# note", note);
        }

        if (about.Rows is { } rows)
        {
            CsvLine.Write(output, "# rows", Number(rows));
        }

        CsvLine.Write(output, "# values", ExportColumns.Defused);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
