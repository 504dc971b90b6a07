using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;
using AuditDashboard.BrowserTests.Hostile;
using AuditDashboard.Kubernetes.Display;
using AuditDashboard.Packets;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.Commands;
using AuditDashboard.Tests.Reviews;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Sharing;

public sealed class SnapshotPacketTests : SnapshotPacketTestContext
{
    private static readonly string[] Names = ["index.html", "snapshot.json", "snapshot.sig", "events.ndjson", "events-index.ndjson", "public-key.pem", "manifest.json", "manifest.sig"];

    private static readonly string[] Elements =
        ["HTML", "HEAD", "META", "TITLE", "STYLE", "BODY", "HEADER", "MAIN", "H1", "H2", "H3", "P", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD", "DIV", "SPAN", "BDI", "UL", "LI", "PRE"];

    /// <summary>By another reader of zip archives, and by hand: hashes, signatures, records.</summary>
    [Fact]
    public async Task Packet_ReadByOthers_HoldsWhatItSays()
    {
        var (packet, stored) = await TwoAsync();

        var proven = PacketBytes.Verify(packet, Key.Fingerprint);
        var consistent = PacketBytes.Verify(packet, askedKey: null);
        using var archive = new ZipArchive(new MemoryStream(packet), ZipArchiveMode.Read);
        var files = archive.Entries.ToDictionary(entry => entry.FullName, Bytes);

        Assert.Equal(("", true, false), (string.Join(' ', proven.Broken), proven.IsProven, consistent.IsProven));
        Assert.Equal((2, 6, "frozen", "The title"), (proven.Manifest!.Totals.Records, proven.Manifest.Totals.Files, proven.Manifest.State, proven.Manifest.Title));
        Assert.Equal(Names, archive.Entries.Select(entry => entry.FullName));
        Assert.All(
            JsonDocument.Parse(files["manifest.json"]).RootElement.GetProperty("files").EnumerateArray(),
            file => Assert.Equal(
                (file.GetProperty("length").GetInt64(), file.GetProperty("sha256").GetString()),
                (files[file.GetProperty("name").GetString()!].LongLength, Convert.ToHexStringLower(SHA256.HashData(files[file.GetProperty("name").GetString()!])))));
        Assert.Equal(stored, Encoding.UTF8.GetString(files["events.ndjson"]));
        using var key = ECDsa.Create();
        key.ImportFromPem(Encoding.ASCII.GetString(files["public-key.pem"]));
        Assert.True(key.VerifyData((byte[])[.. "AuditDashboard packet manifest\n"u8, .. files["manifest.json"]], files["manifest.sig"], HashAlgorithmName.SHA256));
        Assert.True(key.VerifyData((byte[])[.. "AuditDashboard snapshot manifest\n"u8, .. files["snapshot.json"]], files["snapshot.sig"], HashAlgorithmName.SHA256));
        using var page = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(files["index.html"]));
        var text = page.Body!.TextContent;
        Assert.Contains("2 events of 2 requests", text, StringComparison.Ordinal);
        Assert.Contains("the note", text, StringComparison.Ordinal);
        Assert.Contains("22 Nov 2026 14:06:00", text, StringComparison.Ordinal);
        Assert.Contains("stored, redacted records", text, StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll("td > pre").Length);

        static byte[] Bytes(ZipArchiveEntry entry)
        {
            using var stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
    }

    [Fact]
    public async Task Byte_OfAPacket_FlippedOrCutOff_IsFound()
    {
        var (packet, _) = await TwoAsync();

        Assert.Equal(0, PacketBytes.CountUnseenFlips(packet));
        Assert.Equal(0, PacketBytes.CountUnseenCuts(packet));
        Assert.False(PacketBytes.Verify((byte[])[.. packet, 0], askedKey: null).IsIntact);
    }

    [Fact]
    public async Task File_ChangedOrMissing_IsNamed()
    {
        var files = FilesOf((await TwoAsync()).Packet);

        foreach (var name in Names)
        {
            Assert.Contains($"{name} is missing.", Verify([.. files.Where(file => file.Name != name)]));
        }

        foreach (var name in Names[..^2])
        {
            Assert.Contains($"{name} was changed: it is not the file that manifest.json names.", Verify(Change(files, name, bytes => bytes[^2] ^= 1)));
        }
    }

    /// <summary>Also where somebody has the key: what contradicts itself, and what is not what was signed when the snapshot was made, is found.</summary>
    [Fact]
    public async Task FileAndManifest_RewrittenTogether_AreCaught()
    {
        var files = FilesOf((await TwoAsync()).Packet);
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var page = Change(files, "index.html", bytes => bytes[^2] ^= 1);

        Assert.Contains("The signature does not hold: manifest.json, manifest.sig or public-key.pem was changed after it was signed.", Verify(Rewrite(page, null)));
        Assert.Contains(Verify(SignWith(own, page)), sentence => sentence.StartsWith("snapshot.sig does not hold", StringComparison.Ordinal));
        Assert.Contains("events.ndjson does not hold the records that events-index.ndjson and snapshot.json name.", Verify(SignAnew(Change(files, "events.ndjson", bytes => bytes[5] ^= 1))));
        Assert.Contains("snapshot.sig does not hold: snapshot.json is not as it was signed when the snapshot was made.", Verify(SignAnew(Change(files, "snapshot.json", bytes => bytes[^2] ^= 1))));
    }

    [Fact]
    public async Task Packet_OfAnEmptySnapshot_IsProven_AndSaysSo()
    {
        var packet = await PacketAsync(await FreezeAsync());

        var verdict = PacketBytes.Verify(packet, Key.Fingerprint);

        Assert.Equal(("", true, 0), (string.Join(' ', verdict.Broken), verdict.IsProven, verdict.Manifest!.Totals.Records));
        Assert.Contains("No event was in it.", Encoding.UTF8.GetString(FilesOf(packet)[0].Content.Span), StringComparison.Ordinal);
    }

    /// <summary>Several parts, and more records than the page shows.</summary>
    [Fact]
    public async Task Packet_OfManyEvents_IsProven_AndItsPageNamesEach()
    {
        var padding = new string('x', 3_000);
        await StoreAsync([.. Enumerable.Range(0, 1_700).Select(i => Record(10 + (i / 100.0), "create", "roles", "role-" + i, user: padding + i))]);

        var packet = await PacketAsync(await FreezeAsync());

        var verdict = PacketBytes.Verify(packet, Key.Fingerprint);
        Assert.Equal(("", true, 1_700), (string.Join(' ', verdict.Broken), verdict.IsProven, verdict.Manifest!.Totals.Records));
        using var page = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(FilesOf(packet)[0].Content.Span));
        Assert.Equal(1_700, page.QuerySelectorAll("thead + tbody > tr").Length);
        Assert.InRange(page.QuerySelectorAll("td > pre").Length, 1, 1_699);
        Assert.Contains("All of them are in events.ndjson.", page.Body!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>More events than a browser opens: the page holds the first, and says before and behind them that it does.</summary>
    [Fact]
    public async Task Page_OfMoreEventsThanItShows_SaysSo_AndThePacketHoldsAll()
    {
        foreach (var portion in Enumerable.Range(0, 5_001).Chunk(2_000))
        {
            await StoreAsync([.. portion.Select(i => Record(10 + (i / 100.0), "create", "roles", "role-" + i))]);
        }

        var packet = await PacketAsync(await FreezeAsync());

        var files = FilesOf(packet);
        using var page = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(files[0].Content.Span));
        const string Sentence = "This page shows the first 5,000 of 5,001 events. All of them are in events-index.ndjson, one a line, and their records in events.ndjson.";
        Assert.Equal((5_000, 2), (page.QuerySelectorAll("thead + tbody > tr").Length, page.QuerySelectorAll("p").Count(element => element.TextContent == Sentence)));
        Assert.Contains("role-4999", page.QuerySelector("thead + tbody > tr:last-child")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((5_001, 5_001), (LinesOf("events.ndjson"), LinesOf("events-index.ndjson")));
        Assert.True(PacketBytes.Verify(packet, Key.Fingerprint).IsProven);

        int LinesOf(string name) => files.Single(file => file.Name == name).Content.Span.Count((byte)'\n');
    }

    /// <summary>A record that is shown in part never looks like a whole one.</summary>
    [Fact]
    public async Task Page_OfALongRecord_SaysThatItIsOnlyItsBeginning()
    {
        await StoreAsync(Record(10, "create", "roles", "short"), Record(20, "create", "roles", "long", user: new string('x', 4_000)));

        var packet = await PacketAsync(await FreezeAsync());

        using var page = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(FilesOf(packet)[0].Content.Span));
        var said = page.QuerySelectorAll("pre + div.n");
        Assert.Equal(["This is how the record begins. The whole of it is in events.ndjson."], said.Select(element => element.TextContent));
        Assert.EndsWith("xxx…", said[0].PreviousElementSibling!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>Every string as a name and a user, two as title and note.</summary>
    [Fact]
    public async Task Page_OfAllHostileStrings_HoldsThemAsText()
    {
        var corpus = HostileStrings.Literals;
        await StoreAsync([.. corpus.Select((literal, i) => Record(10 + (i / 10.0), "create", "roles", "put-here", user: "put-here").Replace("\"put-here\"", literal, StringComparison.Ordinal))]);
        var code = await Services.GetRequiredService<SnapshotMaker>().MakeAsync(View, new SnapshotRequest("<script>alert(1)</script>\u202E", "<img src=x>\u001b[31m", null), Person.Local, progress: null, Token);

        var packet = await PacketAsync(code);

        using var page = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(FilesOf(packet)[0].Content.Span));
        Assert.Equal([], page.All.Select(element => element.TagName).Distinct().Except(Elements));
        Assert.Equal([], page.All.SelectMany(element => element.Attributes).Select(attribute => attribute.Name).Distinct().Except(["lang", "charset", "http-equiv", "content", "name", "class", "scope"]));
        Assert.Equal(corpus.Count, page.QuerySelectorAll("thead + tbody > tr").Length);
        Assert.DoesNotContain(page.DocumentElement.TextContent.EnumerateRunes(), rune => rune.Value != '\n' && DisplayText.IsHidden(rune));
        Assert.True(PacketBytes.Verify(packet, Key.Fingerprint).IsProven);
    }

    [Theory]
    [InlineData("UPDATE snapshot SET signature = zeroblob(64)")]
    [InlineData("UPDATE snapshot_part SET content = zeroblob(length(content))")]
    [InlineData("DELETE FROM snapshot_part")]
    [InlineData("INSERT INTO snapshot_part (code, number, content) SELECT code, 9, content FROM snapshot_part")]
    public async Task Packet_OfASnapshotThatDoesNotHold_IsRefused(string sql)
    {
        await StoreAsync(Record(10, "create", "roles", "admin"));
        var code = await FreezeAsync();
        await ExecuteAsync(sql);

        var refused = await Assert.ThrowsAsync<StorageException>(() => PacketAsync(code));

        Assert.Contains("is not handed out as if it did", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Part_ThatChangesWhileThePacketIsWritten_EndsIt()
    {
        await StoreAsync(Record(10, "create", "roles", "admin"));
        var code = await FreezeAsync();
        var files = await MakeAsync(code);
        await ExecuteAsync("DELETE FROM snapshot_part");

        await Assert.ThrowsAsync<StorageException>(() => PacketArchive.WriteAsync(files, Stream.Null, Token));
    }

    [Fact]
    public async Task Snapshot_RevokedOrExpired_IsNotFound()
    {
        var (reader, store) = (Services.GetRequiredService<SnapshotReader>(), Services.GetRequiredService<SnapshotStore>());
        var (revoked, expired) = (await FreezeAsync(), await FreezeAsync(TimeSpan.FromTicks(1)));
        await store.RevokeAsync(revoked, "rita", Token);
        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await reader.FindAsync(revoked, Token));
        Assert.Null(await reader.FindAsync(expired, Token));
    }

    [Fact]
    public async Task Verify_OfASnapshotsPacket_SaysThatItIsOne()
    {
        using var program = new ProgramRun();
        var path = program.Write("snapshot.zip", (await TwoAsync()).Packet);

        var proven = await program.RunAsync("verify", path, "--key", Key.Fingerprint);

        Assert.Equal((0, ""), (proven.ExitCode, proven.Error));
        Assert.StartsWith("Snapshot \"The title\" (", proven.OutputLines[0], StringComparison.Ordinal);
        Assert.Contains("): 2 events, 8 files.", proven.OutputLines[0], StringComparison.Ordinal);
        Assert.Equal($"Intact, and proven: signed with the key {Key.Fingerprint}.", proven.OutputLines[1]);
    }

    private async Task<(byte[] Packet, string Records)> TwoAsync()
    {
        await StoreAsync(Record(10, "create", "roles", "admin"), Record(20, "create", "roles", "reader"), Record(30, "delete", "roles", "other"));
        var code = await FreezeAsync();
        var records = new StringBuilder();
        var view = await Services.GetRequiredService<SnapshotReader>().ReadAsync(code, 1, Token);
        foreach (var frozen in view!.Events!)
        {
            records.Append(Encoding.UTF8.GetString((await Services.GetRequiredService<EventReader>().FindAsync(frozen.Event.Id, Token))!.Json.Span)).Append('\n');
        }

        return (await PacketAsync(code), records.ToString());
    }
}
