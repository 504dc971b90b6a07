using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace AuditDashboard.Commands.Output;

/// <summary>Prints rows as JSON objects, one a line, bare or as the items of one array. Absent cells are null.</summary>
internal sealed class JsonRowWriter : RowWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        // Not HTML: quotes and non-ASCII text stay readable. Control characters are escaped all the same.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,

        // The same column name twice is the query's business.
        SkipValidation = true,
    };

    private readonly JsonEncodedText[] _columns;
    private readonly bool _isArray;
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Utf8JsonWriter _json;
    private byte[] _quoted = new byte[4096];

    /// <summary>Makes a writer.</summary>
    public JsonRowWriter(Stream output, IReadOnlyList<string> columns, bool isArray)
        : base(output)
    {
        _columns = [.. columns.Select(column => JsonEncodedText.Encode(column, Options.Encoder))];
        _isArray = isArray;
        _json = new Utf8JsonWriter(_line, Options);
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        if (_isArray)
        {
            Output.Write(Rows == 0 ? "[]\n"u8 : "\n]\n"u8);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _json.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void WriteRow(ReadOnlySpan<Cell> cells)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        for (var i = 0; i < cells.Length; i++)
        {
            _json.WritePropertyName(_columns[i]);
            WriteValue(cells[i]);
        }

        _json.WriteEndObject();
        _json.Flush();
        if (_isArray)
        {
            Output.Write(Rows == 0 ? "[\n"u8 : ",\n"u8);
        }

        Output.Write(_line.WrittenSpan);
        if (!_isArray)
        {
            Output.WriteByte((byte)'\n');
        }
    }

    private void WriteValue(Cell cell)
    {
        if (cell.Number is { } number)
        {
            _json.WriteNumberValue(number);
        }
        else if (cell.IsBytes && TryQuote(cell.Bytes.Span, out var quoted))
        {
            _json.WriteRawValue(quoted, skipInputValidation: true);
        }
        else if (cell.IsBytes && Utf8.IsValid(cell.Bytes.Span))
        {
            _json.WriteStringValue(cell.Bytes.Span);
        }
        else
        {
            _json.WriteStringValue(cell.Text);
        }
    }

    private bool TryQuote(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> quoted)
    {
        if (_quoted.Length < PlainJsonText.MostBytes(text.Length))
        {
            _quoted = new byte[PlainJsonText.MostBytes(text.Length)];
        }

        var isPlain = PlainJsonText.TryQuote(text, _quoted, out var written);
        quoted = _quoted.AsSpan(0, written);
        return isPlain;
    }
}
