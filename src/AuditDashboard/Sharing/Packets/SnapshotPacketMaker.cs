using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Exports;
using AuditDashboard.Packets;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage;

namespace AuditDashboard.Sharing.Packets;

/// <summary>
/// Makes evidence packets of snapshots. What is long is made twice, once to be measured and once to be written, so that no more than a part of the
/// snapshot is held. Singleton: holds nothing.
/// </summary>
internal sealed class SnapshotPacketMaker(SnapshotReader reader, SnapshotKeyHolder keys, TimeProvider clock)
{
    /// <summary>Most bytes of a packet: what <c>verify</c> takes.</summary>
    public const long MaxBytes = 1024L * 1024 * 1024;

    /// <summary>Measures the packet of a snapshot.</summary>
    /// <param name="snapshot">The snapshot, as it was read.</param>
    /// <param name="madeBy">Who asks for it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Its files in order, manifest and signature last.</returns>
    /// <exception cref="StorageException">It cannot be made; the message is a sentence for people.</exception>
    public async Task<IReadOnlyList<PacketSource>> MakeAsync(FrozenSnapshot snapshot, string madeBy, CancellationToken cancellationToken)
    {
        var (manifest, key) = (snapshot.Manifest, keys.Key);
        (string Name, Func<ISnapshotPacketText> Make)[] lists =
        [
            (PacketNames.Page, () => new SnapshotPacketPage(manifest)), (PacketNames.Events, () => new SnapshotPacketRecords()), (PacketNames.EventLines, () => new SnapshotPacketLines()),
        ];
        var measures = await MeasureAsync(manifest, [.. lists.Select(list => list.Make())], cancellationToken);
        var listed = lists.Zip(measures, (list, measure) => new PacketSource(list.Name, measure, token => StretchesAsync(manifest, list.Make(), token))).ToList();
        List<PacketSource> files =
        [
            listed[0], PacketSource.Of(PacketNames.Snapshot, snapshot.Bytes), PacketSource.Of(PacketNames.SnapshotSignature, snapshot.Signature), listed[1], listed[2],
            PacketSource.Of(PacketNames.Key, Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", key.PublicKey) + "\n")),
        ];
        var written = new PacketManifest
        {
            Format = PacketManifest.FormatOfToday,
            Snapshot = manifest.Code,
            Title = manifest.Title,
            State = "frozen",
            MadeAt = clock.GetUtcNow(),
            MadeBy = madeBy,
            Key = key.Fingerprint,
            Records = ExportAbout.Redacted,
            Totals = new PacketTotals(files.Count, files.Sum(file => file.Measure.Length), (int)manifest.Events),
            Files = [.. files.Select(file => file.Entry)],
        }.ToBytes();
        files.Add(PacketSource.Of(PacketNames.Manifest, written));
        files.Add(PacketSource.Of(PacketNames.Signature, PacketSeal.Sign(written, key)));
        return PacketArchive.LengthOf(files) <= MaxBytes
            ? files
            : throw new StorageException(string.Create(CultureInfo.InvariantCulture, $"The packet would be longer than {MaxBytes / 1024 / 1024} MiB. Freeze a shorter window, or filter."));
    }

    // All of them in one pass over the parts.
    private async Task<IReadOnlyList<PacketMeasure>> MeasureAsync(SnapshotManifest manifest, IReadOnlyList<ISnapshotPacketText> texts, CancellationToken cancellationToken)
    {
        var gauges = texts.Select(_ => new PacketGauge()).ToList();
        try
        {
            AddAll(text => text.Begin());
            await foreach (var events in reader.ReadPartsAsync(manifest, cancellationToken))
            {
                AddAll(text => text.Add(events));
            }

            AddAll(text => text.Finish());
            return [.. gauges.Select(gauge => gauge.Take())];
        }
        finally
        {
            gauges.ForEach(gauge => gauge.Dispose());
        }

        void AddAll(Func<ISnapshotPacketText, byte[]> make)
        {
            foreach (var (text, gauge) in texts.Zip(gauges))
            {
                gauge.Add(make(text));
            }
        }
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> StretchesAsync(SnapshotManifest manifest, ISnapshotPacketText text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return text.Begin();
        await foreach (var events in reader.ReadPartsAsync(manifest, cancellationToken))
        {
            yield return text.Add(events);
            if (text.IsFull)
            {
                break;
            }
        }

        yield return text.Finish();
    }
}
