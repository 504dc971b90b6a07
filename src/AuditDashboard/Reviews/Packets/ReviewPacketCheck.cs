using System.Security.Cryptography;
using System.Text.Json;
using AuditDashboard.Packets;

namespace AuditDashboard.Reviews.Packets;

/// <summary>What the files of a review's packet say of each other: also whoever can sign must not pass off a packet that contradicts itself.</summary>
internal static class ReviewPacketCheck
{
    /// <summary>Adds a sentence for each thing that does not fit.</summary>
    public static void Check(Dictionary<string, ReadOnlyMemory<byte>> files, PacketManifest manifest, List<string> broken)
    {
        if (!files.TryGetValue(PacketNames.Review, out var bytes) || !files.TryGetValue(PacketNames.Events, out var events) || !files.TryGetValue(PacketNames.EventIndex, out var listed))
        {
            return; // said to be missing
        }

        if (!ReviewDocument.TryRead(bytes.Span, out var review) || !IsWhole(review) || ReadIndex(listed.Span) is not { } index)
        {
            broken.Add("review.json or events-index.json cannot be read.");
            return;
        }

        var totals = new PacketTotals(
            manifest.Files.Count, manifest.Files.Sum(file => file.Length), index.Count, review.Items.Count, review.Items.Sum(item => item.Marks.Count));
        if (manifest.Totals != totals || manifest.Review != review.Code || manifest.Title != review.Title || manifest.State != (review.IsOpen ? "open" : "closed")
            || review.IsOpen == files.ContainsKey(PacketNames.ReviewSignature))
        {
            broken.Add("manifest.json and review.json contradict each other.");
        }

        if (!AreRecords(review, events, index))
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

    private static bool AreRecords(ReviewDocument review, ReadOnlyMemory<byte> events, IReadOnlyList<PacketRecord> index)
    {
        if (index.Count != review.Items.Count)
        {
            return false;
        }

        var at = 0L;
        for (var i = 0; i < index.Count; i++)
        {
            var (record, item) = (index[i], review.Items[i]);
            if (record.Offset != at || record.Length < 0 || record.Length >= events.Length - at || record.Event != item.Event.Id || record.Sha256 != item.RecordSha256)
            {
                return false;
            }

            var bytes = events.Span.Slice((int)at, record.Length);
            at += record.Length + 1;
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != record.Sha256 || events.Span[(int)at - 1] != (byte)'\n')
            {
                return false;
            }
        }

        return at == events.Length;
    }
}
