using System.Text;
using System.Text.Json;

namespace AuditDashboard.Shared.EventList.Json;

/// <summary>One value of a JSON text, with its direct children on demand. Reads any bytes: members may repeat, text may be broken.</summary>
/// <remarks>The text is a record as it was stored, such as <c>{"kind":"Event","user":{"username":"\ud800"}, …}</c>; a lone surrogate must not throw here.</remarks>
public sealed record JsonPart
{
    /// <summary>Deepest nesting that is followed.</summary>
    public const int MaxDepth = 512;

    private readonly ReadOnlyMemory<byte> _text;

    private JsonPart(ReadOnlyMemory<byte> text, JsonTokenType kind) => (_text, Kind) = (text, kind);

    /// <summary>What the value starts with: StartObject, StartArray, String, Number, True, False or Null.</summary>
    public JsonTokenType Kind { get; }

    /// <summary>True if the value has children, or could have.</summary>
    public bool IsContainer => Kind is JsonTokenType.StartObject or JsonTokenType.StartArray;

    /// <summary>Length of the value as written, in bytes.</summary>
    public int Bytes => _text.Length;

    /// <summary>Reads a whole text.</summary>
    /// <returns>Null if it is no JSON value, or nested deeper than <see cref="MaxDepth"/>.</returns>
    public static JsonPart? Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text.Span, Options);
            if (!reader.Read())
            {
                return null;
            }

            var start = (int)reader.TokenStartIndex;
            var kind = reader.TokenType;
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            return reader.Read() ? null : new JsonPart(text[start..end], kind);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value of a string, number, true, false or null as text; empty for a container.</summary>
    public string Scalar
    {
        get
        {
            if (Kind != JsonTokenType.String)
            {
                return IsContainer ? "" : Encoding.UTF8.GetString(_text.Span);
            }

            var reader = new Utf8JsonReader(_text.Span, Options);
            reader.Read();
            return TextOf(ref reader);
        }
    }

    /// <summary>The direct members or items, in the order of the text; the name is null for items.</summary>
    public IReadOnlyList<(string? Name, JsonPart Part)> Children()
    {
        var children = new List<(string?, JsonPart)>();
        if (!IsContainer)
        {
            return children;
        }

        var reader = new Utf8JsonReader(_text.Span, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            string? name = null;
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = TextOf(ref reader);
                reader.Read();
            }

            var start = (int)reader.TokenStartIndex;
            var kind = reader.TokenType;
            reader.Skip();
            children.Add((name, new JsonPart(_text[start..(int)reader.BytesConsumed], kind)));
        }

        return children;
    }

    private static JsonReaderOptions Options => new() { MaxDepth = MaxDepth };

    // GetString throws on a lone surrogate such as "\ud800", and on bytes that are no UTF-8: then the text is shown as written.
    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
