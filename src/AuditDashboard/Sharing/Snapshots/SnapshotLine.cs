using System.Buffers;
using System.Text.Json;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>
/// The line of an event in a packet: its header as it was frozen, byte for byte, and where its record lies among the records. Its bytes are sealed with
/// the snapshot, so that they are the same whichever version of the program writes them.
/// </summary>
internal static class SnapshotLine
{
    /// <summary>Writes the line, its line feed too.</summary>
    /// <param name="to">Gets it.</param>
    /// <param name="header">The event's header: one JSON object.</param>
    /// <param name="offset">First byte of the record among the records of all parts, a line feed behind each.</param>
    /// <param name="record">The record.</param>
    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> header, long offset, ReadOnlySpan<byte> record)
    {
        using (var writer = new Utf8JsonWriter(to))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("event"u8);
            writer.WriteRawValue(header, skipInputValidation: true); // written by us
            writer.WriteNumber("offset"u8, offset);
            writer.WriteNumber("length"u8, record.Length);
            writer.WriteString("sha256"u8, SnapshotManifest.HashOf(record));
            writer.WriteEndObject();
        }

        to.Write("\n"u8);
    }
}
