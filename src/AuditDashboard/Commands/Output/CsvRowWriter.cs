using System.Buffers;
using System.Text;
using AuditDashboard.Exports;

namespace AuditDashboard.Commands.Output;

/// <summary>Prints rows as RFC 4180: a header, CRLF, quotes where needed. Text that a spreadsheet would compute gets an apostrophe in front; otherwise values keep their bytes.</summary>
/// <remarks>The header keeps its names, such as <c>@message</c>: they are the query's own, not a log's, and scripts look for them.</remarks>
internal sealed class CsvRowWriter : RowWriter
{
    private readonly ArrayBufferWriter<byte> _row = new();

    /// <summary>Makes a writer and prints the header.</summary>
    public CsvRowWriter(Stream output, IReadOnlyList<string> columns)
        : base(output) => WriteRow([.. columns.Select(Cell.Of)], isHeader: true);

    /// <inheritdoc/>
    public override void Complete()
    {
    }

    /// <inheritdoc/>
    protected override void WriteRow(ReadOnlySpan<Cell> cells) => WriteRow(cells, isHeader: false);

    private void WriteRow(ReadOnlySpan<Cell> cells, bool isHeader)
    {
        _row.ResetWrittenCount();
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
            {
                _row.Write(","u8);
            }

            SpreadsheetText.WriteField(_row, cells[i].IsBytes ? cells[i].Bytes.Span : Encoding.UTF8.GetBytes(cells[i].Text ?? ""), defusesInside: false, isName: isHeader);
        }

        _row.Write("\r\n"u8);
        Output.Write(_row.WrittenSpan);
    }
}
