using System.Globalization;
using System.Text.Json;
using AuditDashboard.Packets;
using AuditDashboard.Sharing.Snapshots;

namespace AuditDashboard.Sharing.Packets;

/// <summary>What the files of a snapshot's packet say of each other: also whoever can sign must not pass off a packet that contradicts itself.</summary>
internal static class SnapshotPacketCheck
{
    private const int Portion = 64 * 1024;

    /// <summary>Adds a sentence for each thing that does not fit.</summary>
    public static void Check(PacketReader packet, PacketManifest manifest, List<string> broken, CancellationToken cancellationToken)
    {
        if (packet.Find(PacketNames.Snapshot) is not { } bytes || !packet.Holds(PacketNames.Events) || !packet.Holds(PacketNames.EventLines))
        {
            return; // said to be missing
        }

        if (!SnapshotManifest.TryRead(bytes, out var snapshot))
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

        if (CountRecords(packet, cancellationToken) != snapshot.Events)
        {
            broken.Add("events.ndjson does not hold the records that events-index.ndjson and snapshot.json name.");
        }

        if (snapshot.SealsPackets)
        {
            if (snapshot.Parts.Sum(part => (long)part.Events) != snapshot.Events)
            {
                broken.Add("snapshot.json contradicts itself: its parts hold another number of events than it says.");
            }

            CheckSealed(packet, PacketNames.Events, snapshot.Parts, part => part.Records, broken, cancellationToken);
            CheckSealed(packet, PacketNames.EventLines, snapshot.Parts, part => part.Lines, broken, cancellationToken);
        }
    }

    // Names the parts of a file that are not what the snapshot's own seal says of them, whatever the packet's manifest says.
    private static void CheckSealed(
        PacketReader packet, string name, IReadOnlyList<SnapshotPartEntry> parts, Func<SnapshotPartEntry, SnapshotStretch?> stretchOf, List<string> broken, CancellationToken cancellationToken)
    {
        using var file = packet.Read(name);
        using var gauge = new SnapshotGauge();
        var portion = new byte[Portion];
        var (before, others) = (0L, 0);
        string? first = null;
        foreach (var (number, part) in parts.Index())
        {
            for (var left = stretchOf(part)?.Length ?? 0; left > 0 && file.Left > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = file.Read(portion.AsSpan(0, (int)Math.Min(left, portion.Length)));
                gauge.Add(portion.AsSpan(0, read));
                left -= read;
            }

            if (gauge.Take() != stretchOf(part))
            {
                others += first is null ? 0 : 1;
                first ??= string.Create(CultureInfo.InvariantCulture, $"part {number + 1} (events {before + 1} to {before + part.Events})");
            }

            before += part.Events;
        }

        if (first is not null)
        {
            broken.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is not what was sealed when the snapshot was made, in {first}{(others > 0 ? $" and {others} more" : "")}."));
        }

        if (file.Left > 0)
        {
            broken.Add($"{name} goes on behind what was sealed when the snapshot was made.");
        }
    }

    // How many records stand where the lines say, one after the other and nothing between; -1 where they do not.
    private static long CountRecords(PacketReader packet, CancellationToken cancellationToken)
    {
        using var records = new PacketRecords(packet.Read(PacketNames.Events));
        using var lines = new PacketLines(packet.Read(PacketNames.EventLines));
        var number = 0L;
        while (lines.TryTake(out var line))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ReadLine(line) is not { } record || !records.TryPass(record.Offset, record.Length, record.Sha256))
            {
                return -1;
            }

            number++;
        }

        return lines.IsAtEnd && records.IsAtEnd ? number : -1;
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
