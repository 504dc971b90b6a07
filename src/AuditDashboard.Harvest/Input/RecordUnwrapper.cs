using System.Buffers;
using System.Text.Json;

namespace AuditDashboard.Harvest.Input;

/// <summary>Finds the records in one JSON value: the value itself, or the events that it carries.</summary>
internal sealed partial class RecordUnwrapper(string file, int maxRecordBytes, IRecordSink sink)
{
    /// <summary>How much is kept of a record that is too long: its envelope, which comes first.</summary>
    public const int KeptBytes = 64 * 1024;

    /// <summary>A list may hold carriers (Azure's records), and that is all: nesting must not cost stack.</summary>
    private const int MaxCarrierDepth = 1;

    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>Shows a record that is not what it should be.</summary>
    public void AddProblem(ReadOnlyMemory<byte> message, long line, string problem, Carrier carrier = default)
    {
        var kept = message.Length > maxRecordBytes ? message[..Math.Min(message.Length, KeptBytes)] : message;
        Add(kept, line, carrier, problem);
    }

    /// <summary>Shows a record longer than the limit by its beginning.</summary>
    public void AddTooLong(ReadOnlyMemory<byte> message, long line, Carrier carrier = default) =>
        Add(message[..Math.Min(message.Length, KeptBytes)], line, carrier,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Longer than {maxRecordBytes} bytes; only its beginning was kept."));

    /// <summary>Shows the records of a whole value that <see cref="ObjectShape.Read"/> found complete.</summary>
    /// <param name="value">An object or a list, without white space around it.</param>
    /// <param name="shape">Its members, if it is an object.</param>
    /// <param name="line">The line in which it starts.</param>
    public void AddValue(ReadOnlyMemory<byte> value, in ObjectShape shape, long line)
    {
        if (value.Span[0] == '{')
        {
            AddObject(value, shape, line, default, depth: 0);
            return;
        }

        // The console's JSON export is a list of rows; jq -s and others make lists of events.
        var count = 0;
        foreach (var element in new ElementList(value, line))
        {
            count++;
            AddElement(element, default, depth: 1);
        }

        if (count == 0)
        {
            AddProblem(value, line, "An empty list, where an audit event was expected.");
        }
    }

    /// <summary>Shows a message that its carrier holds as text, such as a row of a CSV export.</summary>
    public void AddText(ReadOnlyMemory<byte> text, long line, Carrier carrier)
    {
        var message = JsonText.Trim(text);
        if (message.Length > maxRecordBytes)
        {
            AddTooLong(message, line, carrier);
            return;
        }

        var isObject = !message.IsEmpty && message.Span[0] == '{' && ObjectShape.Read(message.Span, out _) == JsonExtent.Complete;
        Add(message, line, carrier, isObject ? null : DescribeNonObject(message.Span));
    }

    /// <summary>Says why a text is no JSON object.</summary>
    public static string DescribeNonObject(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return "Empty, where an audit event was expected.";
        }

        if (IsUtf16(text))
        {
            return "UTF-16 text, as PowerShell's > writes it; convert the file to UTF-8.";
        }

        if (text[0] == '{')
        {
            return text[^1] == '}' ? "Not valid JSON." : "Not valid JSON: it is cut, or something follows the object.";
        }

        return text[0] == '[' ? "Not valid JSON: a list that is cut or malformed." : "Not a JSON object.";
    }

    // A line of ASCII in UTF-16 is half NUL characters, wherever the splitting at line ends began it.
    private static bool IsUtf16(ReadOnlySpan<byte> text)
    {
        var start = text[..Math.Min(text.Length, 64)];
        return start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || (start.Length > 8 && start.Count((byte)0) * 3 > start.Length);
    }

    private void AddObject(ReadOnlyMemory<byte> json, in ObjectShape shape, long line, Carrier carrier, int depth)
    {
        if (shape.IsAuditEvent)
        {
            AddOwnBytes(json, shape, line, carrier);
            return;
        }

        if (depth <= MaxCarrierDepth && TryAddCarried(json, shape, line, carrier, depth))
        {
            return;
        }

        AddOwnBytes(json, shape, line, carrier);
    }

    private void AddOwnBytes(ReadOnlyMemory<byte> json, in ObjectShape shape, long line, Carrier carrier)
    {
        if (json.Length > maxRecordBytes)
        {
            AddTooLong(json, line, carrier);
            return;
        }

        var own = shape.AtTimestamp.Kind == JsonTokenType.None ? carrier : carrier with { TimeMicros = ReadTime(json, shape.AtTimestamp) ?? carrier.TimeMicros };
        if (shape.HasPantherMember && (shape.IsAuditEvent || shape.IsPanther))
        {
            _text.ResetWrittenCount();
            PantherMembers.Remove(json.Span, _text);
            json = _text.WrittenMemory;
        }

        Add(json, line, own, null);
    }

    private void AddElement(in Element element, Carrier carrier, int depth)
    {
        switch (element.Value.Span[0])
        {
            case (byte)'{':
                // The list was checked as a whole, so its elements are sound.
                _ = ObjectShape.Read(element.Value.Span, out var shape);
                AddObject(element.Value, shape, element.Line, carrier, depth);
                break;
            case (byte)'[' when TryAddRow(element):
                break;
            default:
                AddProblem(element.Value, element.Line, "Not a JSON object.", carrier);
                break;
        }
    }

    private void Add(ReadOnlyMemory<byte> message, long line, Carrier carrier, string? problem) =>
        sink.Add(new RecordView
        {
            Message = message,
            SourceTimeMicros = carrier.TimeMicros,
            IngestionTimeMicros = carrier.IngestionTimeMicros,
            LogStream = carrier.LogStream,
            Log = carrier.Log,
            Pointer = carrier.Pointer,
            File = file,
            Line = line,
            Problem = problem,
        });
}
