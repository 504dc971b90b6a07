using System.Buffers;
using System.Text;
using AuditDashboard.Exports;

namespace AuditDashboard.Commands.Output;

/// <summary>Prints rows as RFC 4180: a header, CRLF, quotes where needed. Text that a spreadsheet would compute gets an apostrophe in front; otherwise values keep their bytes.</summary>
internal sealed class CsvRowWriter : RowWriter
{
    private readonly ArrayBufferWriter<byte> _row = new();

    /// <summary>Makes a writer and prints the header.</summary>
    public CsvRowWriter(Stream output, IReadOnlyList<string> columns)
        : base(output)
    {
        // Names of columns such as @timestamp are what scripts look for.
        for (var i = 0; i < columns.Count; i++)
        {
            _row.Write(i > 0 ? ","u8 : default);
            SpreadsheetText.WriteExact(_row, Encoding.UTF8.GetBytes(columns[i]));
        }

        EndRow();
    }

    /// <inheritdoc/>
    public override void Complete()
    {
    }

    /// <inheritdoc/>
    protected override void WriteRow(ReadOnlySpan<Cell> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
            {
                _row.Write(","u8);
            }

            SpreadsheetText.WriteField(_row, cells[i].IsBytes ? cells[i].Bytes.Span : Encoding.UTF8.GetBytes(cells[i].Text ?? ""), defusesInside: false);
        }

        EndRow();
    }

    private void EndRow()
    {
        _row.Write("\r\n"u8);
        Output.Write(_row.WrittenSpan);
        _row.ResetWrittenCount();
    }
}
