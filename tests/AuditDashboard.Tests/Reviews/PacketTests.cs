using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuditDashboard.Packets;
using AuditDashboard.Reviews;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Sharing;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Reviews;

public sealed class PacketTests : PacketTestContext
{
    private static readonly string[] OpenFiles =
        ["index.html", "review.json", "events.ndjson", "events-index.json", "coverage.json", "queries.json", "public-key.pem", "manifest.json", "manifest.sig"];

    private const string Broken = "The signature does not hold: manifest.json, manifest.sig or public-key.pem was changed after it was signed.";

    [Fact]
    public async Task Packet_OfAnOpenReview_IsIntact_AndProvenByItsKeyAlone()
    {
        var packet = await PacketAsync(await StartAsync());

        var consistent = PacketBytes.Verify(packet, askedKey: null);
        var proven = PacketBytes.Verify(packet, Key.Fingerprint);
        var another = PacketBytes.Verify(packet, new string('0', 64));

        Assert.Equal(("", false, Key.Fingerprint), (string.Join(' ', consistent.Broken), consistent.IsProven, consistent.Fingerprint));
        Assert.Equal(("", true), (string.Join(' ', proven.Broken), proven.IsProven));
        Assert.Equal([$"It is signed with another key than was asked for: {Key.Fingerprint}."], another.Broken);
        Assert.False(another.IsProven);
        Assert.Equal(("open", 2, 1, 2, 7), (proven.Manifest!.State, proven.Manifest.Totals.Changes, proven.Manifest.Totals.Marks, proven.Manifest.Totals.Records, proven.Manifest.Totals.Files));
    }

    /// <summary>By another reader of zip archives, and by hand: hashes and records.</summary>
    [Fact]
    public async Task Packet_ReadByOthers_HoldsWhatItSays()
    {
        var code = await StartAsync();
        var stored = new List<string>();
        foreach (var item in (await DocumentAsync(code)).Items)
        {
            stored.Add(Encoding.UTF8.GetString((await Services.GetRequiredService<EventReader>().FindAsync(item.Event.Id, Token))!.Json.Span));
        }

        await CloseAsync(code);
        using var archive = new ZipArchive(new MemoryStream(await PacketAsync(code)), ZipArchiveMode.Read);
        var files = archive.Entries.ToDictionary(entry => entry.FullName, Bytes);

        Assert.Equal([.. OpenFiles[..2], "review.sig", .. OpenFiles[2..]], archive.Entries.Select(entry => entry.FullName));
        var manifest = JsonDocument.Parse(files["manifest.json"]).RootElement;
        Assert.All(
            manifest.GetProperty("files").EnumerateArray(),
            file => Assert.Equal(
                (file.GetProperty("length").GetInt64(), file.GetProperty("sha256").GetString()),
                (files[file.GetProperty("name").GetString()!].LongLength, Convert.ToHexStringLower(SHA256.HashData(files[file.GetProperty("name").GetString()!])))));
        Assert.Equal(string.Concat(stored.Select(record => record + "\n")), Encoding.UTF8.GetString(files["events.ndjson"]));
        using var key = ECDsa.Create();
        key.ImportFromPem(Encoding.ASCII.GetString(files["public-key.pem"]));
        Assert.True(key.VerifyData((byte[])[.. "AuditDashboard packet manifest\n"u8, .. files["manifest.json"]], files["manifest.sig"], HashAlgorithmName.SHA256));
        Assert.True(key.VerifyData((byte[])[.. "AuditDashboard closed review\n"u8, .. files["review.json"]], files["review.sig"], HashAlgorithmName.SHA256));
        Assert.Equal("closed", manifest.GetProperty("state").GetString());

        static byte[] Bytes(ZipArchiveEntry entry)
        {
            using var stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Byte_OfAPacket_Flipped_IsFound(bool isClosed)
    {
        var code = await StartAsync();
        if (isClosed)
        {
            await CloseAsync(code);
        }

        var packet = await PacketAsync(code);

        Assert.Equal(0, PacketBytes.CountUnseenFlips(packet));
    }

    [Fact]
    public async Task Packet_CutOffOrContinued_IsFound()
    {
        var packet = await PacketAsync(await StartAsync());

        Assert.Equal(0, PacketBytes.CountUnseenCuts(packet));
        Assert.False(PacketBytes.Verify((byte[])[.. packet, 0], askedKey: null).IsIntact);
        Assert.False(PacketBytes.Verify((byte[])[.. packet, .. packet], askedKey: null).IsIntact);
    }

    [Theory]
    [InlineData("index.html", "admin", "adm1n")]
    [InlineData("review.json", "as planned", "as planted")]
    [InlineData("events.ndjson", "jane", "john")]
    [InlineData("queries.json", "verb", "herb")]
    public async Task File_Changed_IsNamed(string name, string from, string to)
    {
        var files = await FilesAsync(await StartAsync());

        var verdict = PacketBytes.Verify(Pack(Change(files, name, from, to)), askedKey: null);

        Assert.Contains($"{name} was changed: it is not the file that manifest.json names.", verdict.Broken);
        Assert.All(OpenFiles.Where(other => other != name && other != "manifest.json"), other => Assert.DoesNotContain(verdict.Broken, sentence => sentence.StartsWith($"{other} was changed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task File_MissingOrMoreOrElsewhere_IsNamed()
    {
        var files = await FilesAsync(await StartAsync());

        foreach (var name in OpenFiles)
        {
            Assert.Contains($"{name} is missing.", PacketBytes.Verify(Pack([.. files.Where(file => file.Name != name)]), askedKey: null).Broken);
        }

        var more = PacketBytes.Verify(Pack([.. files, new PacketFile("read-me.txt", "x"u8.ToArray())]), askedKey: null);
        Assert.Equal(["read-me.txt does not belong to a packet.", "read-me.txt is not named by manifest.json."], more.Broken);
        Assert.Equal(["The files do not stand in their order."], PacketBytes.Verify(Pack([.. files[1..], files[0]]), askedKey: null).Broken);
    }

    [Fact]
    public async Task FileAndManifest_ChangedTogether_BreakTheSignature()
    {
        var files = await FilesAsync(await StartAsync());

        var verdict = PacketBytes.Verify(Pack(Rewrite(Change(files, "index.html", "admin", "adm1n"))), askedKey: null);

        Assert.Equal(["The signature does not hold: manifest.json, manifest.sig or public-key.pem was changed after it was signed."], verdict.Broken);
        Assert.Null(verdict.Fingerprint);
    }

    /// <summary>Whoever signs anew with a key of their own makes a consistent packet, which is why its origin is not proven without a fingerprint.</summary>
    [Fact]
    public async Task Packet_SignedAnewByAnother_IsConsistent_AndNotProven()
    {
        var files = await FilesAsync(await StartAsync());
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var fingerprint = SnapshotKey.FingerprintOf(own.ExportSubjectPublicKeyInfo());
        var changed = Change(files, "index.html", "admin", "adm1n")
            .Select(file => file.Name == "public-key.pem" ? file with { Content = Encoding.ASCII.GetBytes(own.ExportSubjectPublicKeyInfoPem() + "\n") } : file).ToList();

        var packet = Pack(Rewrite(changed, manifest => manifest with { Key = fingerprint }, bytes => own.SignData(PacketSeal.Signed(bytes, PacketManifest.FormatOfToday), HashAlgorithmName.SHA256)));

        var verdict = PacketBytes.Verify(packet, askedKey: null);
        Assert.Equal(("", false, fingerprint), (string.Join(' ', verdict.Broken), verdict.IsProven, verdict.Fingerprint));
        Assert.Equal([$"It is signed with another key than was asked for: {fingerprint}."], PacketBytes.Verify(packet, Key.Fingerprint).Broken);
    }

    /// <summary>Also where somebody has the key: what contradicts itself, and what is not what was signed at the end of the review, is found.</summary>
    [Fact]
    public async Task Packet_ThatContradictsItself_IsBroken_WhoeverSigned()
    {
        var code = await StartAsync();
        await CloseAsync(code);
        var files = await FilesAsync(code);

        Assert.Contains("events.ndjson does not hold the records that review.json names.", Resigned(Change(files, "events.ndjson", "jane", "john")));
        Assert.Contains("review.sig does not hold: review.json is not as it was signed when the review was closed.", Resigned(Change(files, "review.json", "as planned", "as planted")));
        Assert.Contains("manifest.json and review.json contradict each other.", Resigned(files, manifest => manifest with { Title = "another" }));
        Assert.Contains("review.json or events-index.json cannot be read.", Resigned(Change(files, "review.json", "\"items\":[", "\"items\":[null,")));
        Assert.Contains("public-key.pem is not the key that manifest.json names.", Resigned(files, manifest => manifest with { Key = new string('0', 64) }));

        IReadOnlyList<string> Resigned(IReadOnlyList<PacketFile> changed, Func<PacketManifest, PacketManifest>? change = null) =>
            PacketBytes.Verify(Pack(Rewrite(changed, change, bytes => PacketSeal.Sign(bytes, Key))), Key.Fingerprint).Broken;
    }

    /// <summary>As packets were made at first: of format 1, and signed as they are.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Packet_OfTheFirstFormat_IsProvenAsEver(bool isClosed)
    {
        var code = await StartAsync();
        if (isClosed)
        {
            await CloseAsync(code);
        }

        var files = await FilesAsync(code);

        var old = PacketBytes.Verify(Pack(Rewrite(files, ToFirst, bytes => Key.Sign(bytes))), Key.Fingerprint);

        Assert.Equal(("", true, "auditdashboard-packet-1"), (string.Join(' ', old.Broken), old.IsProven, old.Manifest!.Format));
    }

    /// <summary>As reviews were closed at first: of format 1, and signed as they are.</summary>
    [Fact]
    public async Task Review_ClosedByTheFirstFormat_HoldsAsEver_AndByItsOwnRuleAlone()
    {
        var code = await StartAsync();
        await CloseAsync(code);
        var view = await Reader.ReadAsync(code, Token);
        var bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(view!.Review.Sealed!.Value.Span).Replace("auditdashboard-review-2", "auditdashboard-review-1", StringComparison.Ordinal));
        byte[] withPurpose = [.. "AuditDashboard closed review\n"u8, .. bytes];
        List<PacketFile> files = [.. (await FilesAsync(code)).Select(file =>
            file.Name == "review.json" ? file with { Content = bytes } : file.Name == "review.sig" ? file with { Content = Key.Sign(bytes) } : file)];

        Assert.Null(ReviewSeal.Read(view.Review with { Sealed = bytes, Signature = Key.Sign(bytes) }, Key, out var document));
        Assert.Equal((code, "auditdashboard-review-1"), (document!.Code, document.Format));
        Assert.NotNull(ReviewSeal.Read(view.Review with { Sealed = bytes, Signature = Key.Sign(withPurpose) }, Key, out _));
        Assert.NotNull(ReviewSeal.Read(view.Review with { Signature = Key.Sign(view.Review.Sealed.Value.Span) }, Key, out _));
        Assert.True(PacketBytes.Verify(Pack(Rewrite(files, sign: manifest => PacketSeal.Sign(manifest, Key))), Key.Fingerprint).IsProven);
        Assert.True(PacketBytes.Verify(Pack(Rewrite(files, ToFirst, manifest => Key.Sign(manifest))), Key.Fingerprint).IsProven);
    }

    /// <summary>A signature of one rule or for one purpose proves nothing by another.</summary>
    [Fact]
    public async Task Signature_MadeForSomethingElse_ProvesNoPacket()
    {
        var code = await StartAsync();
        await CloseAsync(code);
        var files = await FilesAsync(code);
        var review = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files.Single(file => file.Name == "review.json").Content.Span).Replace("auditdashboard-review-2", "auditdashboard-review-1", StringComparison.Ordinal));
        var closing = Key.Sign(review);
        List<PacketFile> reviewAsManifest = [.. files.Select(file => file.Name == "manifest.json" ? file with { Content = review } : file.Name == "manifest.sig" ? file with { Content = closing } : file)];

        Assert.Contains(Broken, BrokenOf(Rewrite(files, ToFirst, bytes => PacketSeal.Sign(bytes, Key))));
        Assert.Contains(Broken, BrokenOf(Rewrite(files, sign: bytes => Key.Sign(bytes))));
        Assert.Contains(Broken, BrokenOf(Rewrite(files, ToFirst)));
        Assert.Contains(Broken, BrokenOf(Rewrite(files, sign: bytes => Key.Sign([.. "AuditDashboard snapshot manifest\n"u8, .. bytes]))));
        Assert.Contains("manifest.json cannot be read.", BrokenOf(reviewAsManifest));
        Assert.Contains("manifest.json cannot be read.", BrokenOf(Rewrite(files, manifest => manifest with { Format = "auditdashboard-packet-1", Review = null, Snapshot = code }, bytes => Key.Sign(bytes))));

        IReadOnlyList<string> BrokenOf(IReadOnlyList<PacketFile> changed) => PacketBytes.Verify(Pack(changed), askedKey: null).Broken;
    }

    [Fact]
    public async Task Packet_AfterItsEventsAreGone_IsTheSame()
    {
        var code = await StartAsync();
        await CloseAsync(code);
        var before = await FilesAsync(code);

        await ExecuteAsync("PRAGMA foreign_keys = OFF; DELETE FROM event_match; DELETE FROM event_body; DELETE FROM event; DELETE FROM user_name; DELETE FROM object_name;");
        var after = await FilesAsync(code);

        Assert.Equal(before.Select(Words), after.Select(Words));

        // A signature is another each time.
        static string Words(PacketFile file) => file.Name + (file.Name == "manifest.sig" ? "" : " " + Convert.ToHexString(SHA256.HashData(file.Content.Span)));
    }

    [Theory]
    [InlineData("UPDATE review_item SET record = x'00'")]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM review_item WHERE id = 1")]
    public async Task Packet_OfAReviewWhoseRecordsAreNotThose_IsRefused(string sql)
    {
        var code = await StartAsync();
        await CloseAsync(code);
        await ExecuteAsync(sql);

        var refused = await Assert.ThrowsAsync<StorageException>(() => FilesAsync(code));

        Assert.Contains("no packet of this review", refused.Message, StringComparison.Ordinal);
    }

    private static PacketManifest ToFirst(PacketManifest manifest) => manifest with { Format = "auditdashboard-packet-1" };
}
