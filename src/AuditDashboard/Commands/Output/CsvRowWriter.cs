using System.Buffers;
using System.Text;

namespace AuditDashboard.Commands.Output;

/// <summary>Prints rows as RFC 4180: a header, CRLF, quotes where needed. Values keep their bytes: nothing is put before a leading <c>=</c>.</summary>
internal sealed class CsvRowWriter : RowWriter
{
    private static readonly SearchValues<byte> NeedsQuotes = SearchValues.Create(",\"\r\n"u8);

    /// <summary>Makes a writer and prints the header.</summary>
    public CsvRowWriter(Stream output, IReadOnlyList<string> columns)
        : base(output) => WriteRow([.. columns.Select(Cell.Of)]);

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
                Output.WriteByte((byte)',');
            }

            WriteField(cells[i].IsBytes ? cells[i].Bytes.Span : Encoding.UTF8.GetBytes(cells[i].Text ?? ""));
        }

        Output.Write("\r\n"u8);
    }

    private void WriteField(ReadOnlySpan<byte> value)
    {
        // A space at either end is part of the value (RFC 4180), but some readers trim it unless quoted.
        var isPlain = value.IndexOfAny(NeedsQuotes) < 0 && (value.IsEmpty || (value[0] != ' ' && value[^1] != ' '));
        if (isPlain)
        {
            Output.Write(value);
            return;
        }

        Output.WriteByte((byte)'"');
        for (var quote = value.IndexOf((byte)'"'); quote >= 0; quote = value.IndexOf((byte)'"'))
        {
            Output.Write(value[..(quote + 1)]);
            Output.WriteByte((byte)'"');
            value = value[(quote + 1)..];
        }

        Output.Write(value);
        Output.WriteByte((byte)'"');
    }
}
