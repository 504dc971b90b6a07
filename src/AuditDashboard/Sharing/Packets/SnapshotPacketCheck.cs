using System.Security.Cryptography;
using System.Text.Json;
using AuditDashboard.Packets;
using AuditDashboard.Sharing.Snapshots;

namespace AuditDashboard.Sharing.Packets;

/// <summary>What the files of a snapshot's packet say of each other: also whoever can sign must not pass off a packet that contradicts itself.</summary>
internal static class SnapshotPacketCheck
{
    /// <summary>Adds a sentence for each thing that does not fit.</summary>
    public static void Check(Dictionary<string, ReadOnlyMemory<byte>> files, PacketManifest manifest, List<string> broken)
    {
        if (!files.TryGetValue(PacketNames.Snapshot, out var bytes) || !files.TryGetValue(PacketNames.Events, out var events) || !files.TryGetValue(PacketNames.EventLines, out var lines))
        {
            return; // said to be missing
        }

        if (!SnapshotManifest.TryRead(bytes.Span, out var snapshot))
        {
            broken.Add("snapshot.json cannot be read.");
            return;
        }

        var totals = new PacketTotals(manifest.Files.Count, manifest.Files.Sum(file => file.Length), manifest.Totals.Records);
        if (manifest.Totals != totals || manifest.Totals.Records != snapshot.Events || manifest.Snapshot != snapshot.Code || manifest.Title != snapshot.Title
            || manifest.State != "frozen" || manifest.Key != snapshot.Key)
        {
            broken.Add("manifest.json and snapshot.json contradict each other.");
        }

        if (CountRecords(events, lines) != snapshot.Events)
        {
            broken.Add("events.ndjson does not hold the records that events-index.ndjson and snapshot.json name.");
        }
    }

    // How many records stand where the lines say, one after the other and nothing between; -1 where they do not.
    private static long CountRecords(ReadOnlyMemory<byte> events, ReadOnlyMemory<byte> lines)
    {
        var (at, number) = (0L, 0L);
        for (var rest = lines; rest.Length > 0; number++)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            if (end < 0 || ReadLine(rest.Span[..end]) is not { } record || record.Offset != at || record.Length < 0 || record.Length >= events.Length - at)
            {
                return -1;
            }

            var bytes = events.Span.Slice((int)at, record.Length);
            at += record.Length + 1;
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != record.Sha256 || events.Span[(int)at - 1] != (byte)'\n')
            {
                return -1;
            }

            rest = rest[(end + 1)..];
        }

        return at == events.Length ? number : -1;
    }

    private static SnapshotPacketRecord? ReadLine(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SnapshotPacketJson.Default.SnapshotPacketRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
