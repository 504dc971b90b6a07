using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>Maps and lists of <c>jsonParse</c>.</summary>
internal static class JsonValues
{
    private const int MaximumDepth = 64;

    /// <summary>Parses a JSON map or list; missing if the text is none or is nested more than 64 levels deep.</summary>
    public static Value Parse(string text) => Parse(text, MaximumDepth);

    /// <summary>
    /// The same for a whole record, as discovery takes it: it may begin with a byte order mark, and whoever nests a request body deeply must not
    /// hide the rest by it. What is nested more than 64 levels deep is missing alone.
    /// </summary>
    public static Value ParseMessage(string text) => Parse(text.StartsWith('\uFEFF') ? text[1..] : text, int.MaxValue);

    private static Value Parse(string text, int readableDepth)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = readableDepth });
        try
        {
            if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                return default;
            }

            var value = Read(ref reader);
            reader.Read();
            return value;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>Prints a map or list as JSON.</summary>
    public static string Print(in Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // Recursion is bounded: what lies deeper is skipped, which needs none.
    private static Value Read(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth >= MaximumDepth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
            return default;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new Dictionary<string, Value>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = JsonText.Decode(reader.ValueSpan, reader.ValueIsEscaped);
                    reader.Read();
                    map[name] = Read(ref reader);
                }

                return Value.OfMap(map);
            case JsonTokenType.StartArray:
                var list = new List<Value>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(Read(ref reader));
                }

                return Value.OfList(list);
            case JsonTokenType.String:
                return Value.OfText(JsonText.Decode(reader.ValueSpan, reader.ValueIsEscaped));
            case JsonTokenType.Number:
                return Value.OfNumberText(Encoding.ASCII.GetString(reader.ValueSpan));
            case JsonTokenType.True:
                return Value.OfBoolean(true);
            case JsonTokenType.False:
                return Value.OfBoolean(false);
            default:
                return default;
        }
    }

    private static void Write(Utf8JsonWriter writer, in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Map:
                writer.WriteStartObject();
                foreach (var (name, member) in value.Map!) // a map by its kind
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case ValueKind.List:
                writer.WriteStartArray();
                foreach (var item in value.List!) // a list by its kind
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case ValueKind.Missing:
                writer.WriteNullValue();
                break;
            case ValueKind.Number or ValueKind.Real:
                writer.WriteRawValue(value.AsText()!, skipInputValidation: true); // a number by its kind
                break;
            case ValueKind.Text when value.IsBoolean:
                writer.WriteBooleanValue(value.Truth == true);
                break;
            default:
                writer.WriteStringValue(value.AsText());
                break;
        }
    }
}
