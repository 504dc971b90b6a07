using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Amazon.CloudWatchLogs.Internal;

/// <summary>Reads a value whose first token the reader stands on; afterwards it stands on the value's last token.</summary>
internal delegate T WireRead<out T>(ref Utf8JsonReader reader);

/// <summary>
/// Reads answers, whoever wrote them: members in any order, unknown members, nulls, numbers written as texts or with a point.
/// What cannot be meant (an object for a text) is a <see cref="JsonException"/>: half an answer must never pass for a whole one.
/// </summary>
internal static class WireReader
{
    /// <summary>Goes to the next member's value. The reader stands on the object's beginning or on the last token of a value of it.</summary>
    /// <returns>False at the object's end.</returns>
    public static bool NextMember(this ref Utf8JsonReader reader, out string name)
    {
        reader.Advance();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            name = "";
            return false;
        }

        name = reader.Text();
        reader.Advance();
        return true;
    }

    /// <summary>Goes to the next element. The reader stands on the list's beginning or on the last token of an element of it.</summary>
    /// <returns>False at the list's end.</returns>
    public static bool NextElement(this ref Utf8JsonReader reader)
    {
        reader.Advance();
        return reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>False for null; else there must be an object.</summary>
    public static bool BeginObject(this ref Utf8JsonReader reader) => reader.Begin(JsonTokenType.StartObject, "an object");

    /// <summary>False for null; else there must be a list.</summary>
    public static bool BeginList(this ref Utf8JsonReader reader) => reader.Begin(JsonTokenType.StartArray, "a list");

    /// <summary>A text; numbers and Booleans as they are written.</summary>
    public static string? ReadText(this ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String or JsonTokenType.Number => reader.Text(),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => throw Unexpected(ref reader, "a text"),
    };

    /// <summary>A whole number; one with a fraction loses it.</summary>
    public static long? ReadLong(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole))
        {
            return whole;
        }

        var number = reader.ReadDouble();
        return number is null or (>= long.MinValue and < long.MaxValue) ? (long?)number : throw Unexpected(ref reader, "a whole number");
    }

    /// <summary>A whole number of 32 bits.</summary>
    public static int? ReadInt(this ref Utf8JsonReader reader)
    {
        var number = reader.ReadLong();
        return number is null or (>= int.MinValue and <= int.MaxValue) ? (int?)number : throw Unexpected(ref reader, "a whole number of 32 bits");
    }

    /// <summary>A number.</summary>
    public static double? ReadDouble(this ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when reader.TryGetDouble(out var number):
                return number;
            case JsonTokenType.String when double.TryParse(reader.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed):
                return parsed;
            default:
                throw Unexpected(ref reader, "a number");
        }
    }

    /// <summary>True or false, as such, as a text or as 1 or 0.</summary>
    public static bool? ReadBool(this ref Utf8JsonReader reader) => reader.ReadText() switch
    {
        null => null,
        "true" or "True" or "1" => true,
        "false" or "False" or "0" => false,
        _ => throw Unexpected(ref reader, "true or false"),
    };

    /// <summary>An instant in milliseconds since 1970.</summary>
    public static DateTime? ReadTime(this ref Utf8JsonReader reader)
    {
        const long Latest = 253_402_300_799_999; // the last millisecond of the year 9999
        return reader.ReadLong() switch
        {
            null => null,
            { } millis and >= 0 and <= Latest => DateTime.UnixEpoch.AddMilliseconds(millis),
            _ => throw Unexpected(ref reader, "milliseconds since 1970"),
        };
    }

    /// <summary>A list of texts; nulls in it are left out.</summary>
    public static List<string>? ReadTexts(this ref Utf8JsonReader reader)
    {
        if (!reader.BeginList())
        {
            return null;
        }

        var texts = new List<string>();
        while (reader.NextElement())
        {
            if (reader.ReadText() is { } text)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    /// <summary>Texts by name; nulls in it are left out.</summary>
    public static Dictionary<string, string>? ReadMap(this ref Utf8JsonReader reader)
    {
        if (!reader.BeginObject())
        {
            return null;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.NextMember(out var name))
        {
            if (reader.ReadText() is { } text)
            {
                texts[name] = text;
            }
        }

        return texts;
    }

    /// <summary>An object.</summary>
    public static T? ReadObject<T>(this ref Utf8JsonReader reader, WireRead<T> read)
        where T : class => reader.BeginObject() ? read(ref reader) : null;

    /// <summary>A list of objects; nulls in it are left out.</summary>
    public static List<T>? ReadList<T>(this ref Utf8JsonReader reader, WireRead<T> read)
        where T : class
    {
        if (!reader.BeginList())
        {
            return null;
        }

        var values = new List<T>();
        while (reader.NextElement())
        {
            if (reader.ReadObject(read) is { } value)
            {
                values.Add(value);
            }
        }

        return values;
    }

    private static bool Begin(this ref Utf8JsonReader reader, JsonTokenType begin, string expected)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        return reader.TokenType == begin ? true : throw Unexpected(ref reader, expected);
    }

    private static void Advance(this ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new JsonException("The answer ends in its middle.");
        }
    }

    private static string Text(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }

        try
        {
            return reader.GetString()!; // not null: the token is a text or a name
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8, or half of a pair of surrogates as "\ud83d": one such message must not make its page unreadable for ever.
            return Mended(reader.ValueSpan);
        }
    }

    /// <summary>Unescapes a text; what is no character becomes U+FFFD.</summary>
    private static string Mended(ReadOnlySpan<byte> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        while (!escaped.IsEmpty)
        {
            var plain = escaped.IndexOf((byte)'\\');
            text.Append(Encoding.UTF8.GetString(plain < 0 ? escaped : escaped[..plain]));
            if (plain < 0)
            {
                break;
            }

            escaped = escaped[plain..];
            if (escaped[1] == 'u')
            {
                text.Append((char)ushort.Parse(escaped.Slice(2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                escaped = escaped[6..];
                continue;
            }

            text.Append((char)escaped[1] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var other => other });
            escaped = escaped[2..];
        }

        var rest = text.ToString().AsSpan();
        text.Clear();
        while (!rest.IsEmpty)
        {
            Rune.DecodeFromUtf16(rest, out var rune, out var taken); // gives U+FFFD for half a pair
            text.Append(rune.ToString());
            rest = rest[taken..];
        }

        return text.ToString();
    }

    private static JsonException Unexpected(ref Utf8JsonReader reader, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"At byte {reader.TokenStartIndex} of the answer, {expected} was expected, and {reader.TokenType} was found."));
}
