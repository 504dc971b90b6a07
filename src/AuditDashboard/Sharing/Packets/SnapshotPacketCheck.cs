using System.Globalization;
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
            broken.Add("snapshot.json cannot be read, or is of a format that this version does not know.");
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

        if (snapshot.SealsPackets)
        {
            if (snapshot.Parts.Sum(part => (long)part.Events) != snapshot.Events)
            {
                broken.Add("snapshot.json contradicts itself: its parts hold another number of events than it says.");
            }

            CheckSealed(PacketNames.Events, events.Span, snapshot.Parts, part => part.Records, broken);
            CheckSealed(PacketNames.EventLines, lines.Span, snapshot.Parts, part => part.Lines, broken);
        }
    }

    // Names the parts of a file that are not what the snapshot's own seal says of them, whatever the packet's manifest says.
    private static void CheckSealed(string name, ReadOnlySpan<byte> rest, IReadOnlyList<SnapshotPartEntry> parts, Func<SnapshotPartEntry, SnapshotStretch?> stretchOf, List<string> broken)
    {
        var (before, others) = (0L, 0);
        string? first = null;
        foreach (var (number, part) in parts.Index())
        {
            var length = stretchOf(part) is { Length: >= 0 } sealedAs ? (int)Math.Min(sealedAs.Length, rest.Length) : 0;
            if (stretchOf(part) != new SnapshotStretch(length, SnapshotManifest.HashOf(rest[..length])))
            {
                others += first is null ? 0 : 1;
                first ??= string.Create(CultureInfo.InvariantCulture, $"part {number + 1} (events {before + 1} to {before + part.Events})");
            }

            rest = rest[length..];
            before += part.Events;
        }

        if (first is not null)
        {
            broken.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is not what was sealed when the snapshot was made, in {first}{(others > 0 ? $" and {others} more" : "")}."));
        }

        if (rest.Length > 0)
        {
            broken.Add($"{name} goes on behind what was sealed when the snapshot was made.");
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
