using System.Text.Json;
using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Audit;

/// <summary>Reads records as audit events. Never throws on content.</summary>
/// <remarks>
/// A record is unreadable only where what queries match on cannot be told: it is no JSON object, or <c>verb</c>, <c>user</c>, <c>objectRef</c>
/// or <c>responseStatus</c> (or a member of theirs that is matched) has another JSON type than the API server writes. All else leaves it readable and
/// flagged, because whoever sends a patch chooses its bytes and must not be able to hide the change.
/// </remarks>
public static class AuditEventReader
{
    /// <summary>Nesting from which a record is flagged as <see cref="AuditEventFlags.TooDeep"/> and has its raw bytes as identity. It is read all the same.</summary>
    public const int MaxDepth = 512;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>Reads the envelope of one record. Events with any or no <c>apiVersion</c> count.</summary>
    /// <param name="record">One JSON object in UTF-8, without a line end.</param>
    public static AuditReadResult Read(ReadOnlySpan<byte> record)
    {
        var json = WithoutByteOrderMark(record);
        if (!JsonTape.TryParse(json, out var tape))
        {
            return new AuditReadResult.Unreadable(json.Trim(" \t\r\n"u8).IsEmpty
                ? "The record is empty."
                : "The record is not valid JSON; it may have been cut off.");
        }

        using (tape)
        {
            return tape.Nodes[0].Type == JsonTokenType.StartObject
                ? new EnvelopeReader(tape).Read()
                : new AuditReadResult.Unreadable("The record is not a JSON object.");
        }
    }

    /// <summary>Event time of a record in microseconds since 1970 without reading the rest: stageTimestamp, requestReceivedTimestamp, <c>timestamp</c>; null if it has none that can be read.</summary>
    /// <remarks>Agrees with <see cref="AuditEvent.TimeMicros"/> of what <see cref="Read"/> gives. Null where the record is not a JSON object.</remarks>
    public static long? ReadTimeMicros(ReadOnlySpan<byte> record)
    {
        try
        {
            return ScanTime(WithoutByteOrderMark(record));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> record) =>
        record.StartsWith("\uFEFF"u8) ? record[3..] : record;

    private static long? ScanTime(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        long? stage = null;
        long? received = null;
        long? old = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Names are told by length first: most members of the envelope are none of the three.
            var name = reader.ValueSpan;
            if (reader.ValueIsEscaped || name.Length is 14 or 24 or 9)
            {
                ref var slot = ref old;
                if (NameIs(reader, "stageTimestamp"u8))
                {
                    slot = ref stage;
                }
                else if (NameIs(reader, "requestReceivedTimestamp"u8))
                {
                    slot = ref received;
                }
                else if (!NameIs(reader, "timestamp"u8))
                {
                    reader.Skip();
                    continue;
                }

                reader.Read();
                slot = reader.TokenType == JsonTokenType.String ? ParseTime(reader.ValueSpan, reader.ValueIsEscaped) : null;
            }

            // Skips what the reader stands on: the value of a member that is not wanted, or the rest of a container in place of a time.
            reader.Skip();
        }

        // What follows the object must be white space, or the record is none.
        reader.Read();
        return stage ?? received ?? old;
    }

    internal static long? ParseTime(ReadOnlySpan<byte> raw, bool escaped)
    {
        // Longer than any timestamp, escapes and all: nobody needs a thousand digits of a second.
        if (raw.Length > 1024)
        {
            return null;
        }

        Span<byte> buffer = stackalloc byte[escaped ? raw.Length : 0];
        var text = escaped ? buffer[..JsonText.Unescape(raw, buffer, default)] : raw;
        return AuditTime.TryParse(text, out var micros) ? micros : null;
    }

    private static bool NameIs(in Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueIsEscaped ? JsonText.EscapedEquals(reader.ValueSpan, name) : reader.ValueSpan.SequenceEqual(name);
}
