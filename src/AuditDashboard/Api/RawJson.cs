using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace AuditDashboard.Api;

/// <summary>A stored record that goes into an answer as it is.</summary>
/// <param name="Bytes">JSON in UTF-8.</param>
[JsonConverter(typeof(RawJsonConverter))]
internal readonly record struct RawJson(ReadOnlyMemory<byte> Bytes);

/// <summary>Writes a record unchanged where that leaves the answer valid; bytes that are not UTF-8 become U+FFFD, and what is not JSON becomes a string.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    private const int MaxDepth = 1_000;

    /// <inheritdoc/>
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Records are only written.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
    {
        var bytes = value.Bytes.Span;
        if (!Utf8.IsValid(bytes))
        {
            bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes));
        }

        if (IsJson(bytes))
        {
            writer.WriteRawValue(bytes, skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(bytes);
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
            }

            return reader.BytesConsumed == bytes.Length && bytes.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
