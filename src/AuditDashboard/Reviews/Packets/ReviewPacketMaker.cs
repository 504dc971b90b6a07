using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuditDashboard.Exports;
using AuditDashboard.Packets;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Reviews;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Reviews.Packets;

/// <summary>Makes evidence packets of reviews. Singleton: one at a time, the others wait, since a packet is made in memory.</summary>
internal sealed class ReviewPacketMaker(ReviewStore store, SnapshotKeyHolder keys, TimeProvider clock) : IDisposable
{
    private const int Portion = 100;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Makes the packet of a review as it was read.</summary>
    /// <param name="view">The review.</param>
    /// <param name="madeBy">Who asks for it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Its files in order, manifest and signature last.</returns>
    /// <exception cref="StorageException">It cannot be made, since a part of the review does not hold; the message is a sentence for people.</exception>
    public async Task<IReadOnlyList<PacketFile>> MakeAsync(ReviewView view, string madeBy, CancellationToken cancellationToken)
    {
        var document = view.Document ?? throw new StorageException(view.Broken ?? "The review does not hold.");
        await _one.WaitAsync(cancellationToken);
        try
        {
            var key = keys.Key;
            var (events, index) = await ReadRecordsAsync(document, cancellationToken);
            List<PacketFile> files =
            [
                new(PacketNames.Page, ReviewPacketPage.Write(document, index, key.Fingerprint)),

                // Of a closed review the very bytes that were signed.
                new(PacketNames.Review, view.Review.Sealed ?? document.ToBytes()),
            ];
            if (view.Review.Signature is { } signature)
            {
                files.Add(new PacketFile(PacketNames.ReviewSignature, signature));
            }

            files.Add(new PacketFile(PacketNames.Events, events));
            files.Add(new PacketFile(PacketNames.EventIndex, JsonSerializer.SerializeToUtf8Bytes(index, PacketJson.Default.IReadOnlyListPacketRecord)));
            files.Add(new PacketFile(
                PacketNames.Coverage,
                JsonSerializer.SerializeToUtf8Bytes(new PacketCoverage(document.About.From, document.About.To, document.About.Coverage), PacketJson.Default.PacketCoverage)));
            files.Add(new PacketFile(PacketNames.Queries, JsonSerializer.SerializeToUtf8Bytes(document.About.Queries, PacketJson.Default.IReadOnlyListSnapshotQuery)));
            files.Add(new PacketFile(PacketNames.Key, Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", key.PublicKey) + "\n")));
            var manifest = ManifestOf(document, index, files, key, madeBy).ToBytes();
            return [.. files, new PacketFile(PacketNames.Manifest, manifest), new PacketFile(PacketNames.Signature, PacketSeal.Sign(manifest, key))];
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private PacketManifest ManifestOf(ReviewDocument document, IReadOnlyList<PacketRecord> index, List<PacketFile> files, SnapshotKey key, string madeBy) => new()
    {
        Format = PacketManifest.FormatOfToday,
        Review = document.Code,
        Title = document.Title,
        State = document.IsOpen ? "open" : "closed",
        MadeAt = clock.GetUtcNow(),
        MadeBy = madeBy,
        Key = key.Fingerprint,
        Records = ExportAbout.Redacted,
        Totals = new PacketTotals(files.Count, files.Sum(file => (long)file.Content.Length), index.Count, document.Items.Count, document.Items.Sum(item => item.Marks.Count)),
        Files = [.. files.Select(PacketManifestFile.Of)],
    };

    private async Task<(ReadOnlyMemory<byte> Events, IReadOnlyList<PacketRecord> Index)> ReadRecordsAsync(ReviewDocument document, CancellationToken cancellationToken)
    {
        using var events = new MemoryStream();
        var index = new List<PacketRecord>();
        foreach (var portion in document.Items.Chunk(Portion))
        {
            var records = (await store.LoadAsync([.. portion.Select(item => item.Id)], cancellationToken)).ToDictionary(record => record.ItemId);
            foreach (var item in portion)
            {
                // What is not what was reviewed is no evidence, and a packet with a hole would look like a whole one.
                if (!records.TryGetValue(item.Id, out var found) || found.Record is not { } record || SnapshotManifest.HashOf(record.Span) != item.RecordSha256)
                {
                    throw new StorageException("The record of a change is gone or is not the one that was taken in, so that there is no packet of this review.");
                }

                index.Add(new PacketRecord(item.Event.Id, events.Length, record.Length, item.RecordSha256));
                events.Write(record.Span);
                events.WriteByte((byte)'\n');
            }
        }

        return (events.ToArray(), index);
    }
}
