using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Packets;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.Reviews;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Sharing;

/// <summary>
/// A snapshot of each older format, as the version of then stored it and gave it out, in <c>SnapshotSamples/vN</c>: the files of its packet, and what is no
/// text (signatures, its one packed part) in base 64. Samples are added, never changed. The key that signed them is gone.
/// </summary>
public sealed class SnapshotSampleTests : SnapshotPacketTestContext
{
    private const string KeyOfThen = "d82e5ccde6638cf9b549580aaedb9d918d0958075cd7fd7c68e2ddb60e1f96cc";
    private const string ArchiveOfThen = "f924b8424d4d3ad7bd139e3699d4be48b5dc7eb9e8ca382a3db70528415ee39a";

    [Fact]
    public void Packet_OfTheFirstFormat_IsProven()
    {
        var packet = Pack(PacketOfThen());

        var verdict = PacketBytes.Verify(packet, KeyOfThen);

        Assert.Equal(ArchiveOfThen, Convert.ToHexStringLower(SHA256.HashData(packet)));
        Assert.Equal(("", true, 2, "The title"), (string.Join(' ', verdict.Broken), verdict.IsProven, verdict.Manifest!.Totals.Records, verdict.Manifest.Title));
    }

    [Fact]
    public void Byte_OfAPacketOfTheFirstFormat_Flipped_IsFound()
    {
        var packet = Pack(PacketOfThen());

        Assert.Equal(0, PacketBytes.CountUnseenFlips(packet));
    }

    /// <summary>The packed parts are all that this format seals; the rest is what its manifest vouches for, as it was.</summary>
    [Fact]
    public void Record_OfAPacketOfTheFirstFormat_Changed_IsFoundByIndexAndManifest()
    {
        var changed = Change(PacketOfThen(), "events.ndjson", bytes => bytes[5] ^= 1);

        Assert.Equal(
            [
                "The signature does not hold: manifest.json, manifest.sig or public-key.pem was changed after it was signed.",
                "events.ndjson does not hold the records that events-index.ndjson and snapshot.json name.",
            ],
            Verify(Rewrite(changed, sign: null)));
    }

    /// <summary>In the database of this installation, as it was stored then and signed with this installation's key.</summary>
    [Fact]
    public async Task Snapshot_OfTheFirstFormat_OpensIsHandedOnAndVerifies()
    {
        var code = await StoreOfThenAsync();

        var page = Render<SnapshotPage>(parameters => parameters.Add(shown => shown.Code, code));
        var packet = await PacketAsync(code);

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=verified]")));
        Assert.Equal(2, page.FindAll("[data-testid=snapshot-row]").Count);
        Assert.True(PacketBytes.Verify(packet, Key.Fingerprint).IsProven);
        Assert.All(["events.ndjson", "events-index.ndjson"], name => Assert.Equal(TextOf(PacketOfThen(), name), TextOf(FilesOf(packet), name)));
    }

    [Fact]
    public async Task Part_OfASnapshotOfTheFirstFormat_ChangedInTheDatabase_IsNamed()
    {
        var code = await StoreOfThenAsync();
        await ExecuteAsync("UPDATE snapshot_part SET content = zeroblob(length(content))");

        var page = Render<SnapshotPage>(parameters => parameters.Add(shown => shown.Code, code));

        page.WaitForAssertion(() => Assert.Contains("Part 1", page.Find("[data-testid=broken]").TextContent, StringComparison.Ordinal));
        await Assert.ThrowsAsync<StorageException>(() => PacketAsync(code));
    }

    private async Task<string> StoreOfThenAsync()
    {
        Assert.True(SnapshotManifest.TryRead(Sample("snapshot.json"), out var manifest));
        var bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Sample("snapshot.json")).Replace(KeyOfThen, Key.Fingerprint, StringComparison.Ordinal));
        var store = Services.GetRequiredService<SnapshotStore>();
        await store.AddPartsAsync(manifest.Code, 0, [Sample("part-1.base64")], Token);
        await store.SealAsync(manifest.Code, (_, _) => new SealedManifest(bytes, Key.Sign(SnapshotSeal.Signed(bytes))), "demo", Token);
        return manifest.Code;
    }

    private static List<PacketFile> PacketOfThen() =>
    [
        .. ((string[])["index.html", "snapshot.json", "snapshot.sig", "events.ndjson", "events-index.ndjson", "public-key.pem", "manifest.json", "manifest.sig"])
            .Select(name => new PacketFile(name, Sample(name.EndsWith(".sig", StringComparison.Ordinal) ? name + ".base64" : name))),
    ];

    private static byte[] Sample(string name)
    {
        using var stream = typeof(SnapshotSampleTests).Assembly.GetManifestResourceStream("snapshot-v1/" + name) ?? throw new InvalidOperationException($"There is no sample {name}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return name.EndsWith(".base64", StringComparison.Ordinal) ? Convert.FromBase64String(Encoding.ASCII.GetString(copy.ToArray())) : copy.ToArray();
    }
}
