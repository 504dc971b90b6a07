using System.Text.Json;
using AuditDashboard.Packets;

namespace AuditDashboard.Reviews.Packets;

/// <summary>What the files of a review's packet say of each other: also whoever can sign must not pass off a packet that contradicts itself.</summary>
internal static class ReviewPacketCheck
{
    /// <summary>Adds a sentence for each thing that does not fit.</summary>
    public static void Check(PacketReader packet, PacketManifest manifest, List<string> broken, CancellationToken cancellationToken)
    {
        if (packet.Find(PacketNames.Review) is not { } bytes || !packet.Holds(PacketNames.Events) || packet.Find(PacketNames.EventIndex) is not { } listed)
        {
            return; // said to be missing
        }

        if (!ReviewDocument.TryRead(bytes, out var review) || !IsWhole(review) || ReadIndex(listed) is not { } index)
        {
            broken.Add("review.json or events-index.json cannot be read.");
            return;
        }

        var totals = new PacketTotals(
            manifest.Files.Count, manifest.Files.Sum(file => file.Length), index.Count, review.Items.Count, review.Items.Sum(item => item.Marks.Count));
        if (manifest.Totals != totals || manifest.Review != review.Code || manifest.Title != review.Title || manifest.State != (review.IsOpen ? "open" : "closed")
            || review.IsOpen == packet.Holds(PacketNames.ReviewSignature))
        {
            broken.Add("manifest.json and review.json contradict each other.");
        }

        if (!AreRecords(review, packet, index, cancellationToken))
        {
            broken.Add("events.ndjson does not hold the records that review.json names.");
        }
    }

    // What JSON may leave out inside a list.
    private static bool IsWhole(ReviewDocument review) => review.Items.All(item => item is { Event: not null, Marks: not null } && item.Marks.All(mark => mark is not null));

    private static IReadOnlyList<PacketRecord>? ReadIndex(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, PacketJson.Default.IReadOnlyListPacketRecord) is { } index && index.All(record => record is not null) ? index : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool AreRecords(ReviewDocument review, PacketReader packet, IReadOnlyList<PacketRecord> index, CancellationToken cancellationToken)
    {
        if (index.Count != review.Items.Count)
        {
            return false;
        }

        using var records = new PacketRecords(packet.Read(PacketNames.Events));
        foreach (var (record, item) in index.Zip(review.Items))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (record.Event != item.Event.Id || record.Sha256 != item.RecordSha256 || !records.TryPass(record.Offset, record.Length, record.Sha256))
            {
                return false;
            }
        }

        return records.IsAtEnd;
    }
}
