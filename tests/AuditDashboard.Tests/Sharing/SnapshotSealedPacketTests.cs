using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AuditDashboard.Packets;
using AuditDashboard.Sharing.Snapshots;

namespace AuditDashboard.Tests.Sharing;

/// <summary>A snapshot's own seal names what of a packet is not what was frozen, whatever the packet's manifest and its signature say.</summary>
public sealed class SnapshotSealedPacketTests : SnapshotPacketTestContext
{
    private const string OtherRecords = "events.ndjson is not what was sealed when the snapshot was made, in part 1 (events 1 to 2).";
    private const string OtherLines = "events-index.ndjson is not what was sealed when the snapshot was made, in part 1 (events 1 to 2).";

    [Fact]
    public async Task Entry_OfEachPart_HoldsWhatAnybodyCanReckon()
    {
        var files = FilesOf(await PacketAsync(await FreezeManyAsync()));
        Assert.True(SnapshotManifest.TryRead(files[1].Content.Span, out var snapshot));

        var (records, lines) = (files[3].Content, files[4].Content);
        foreach (var part in snapshot.Parts)
        {
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(records.Span[..(int)part.Records!.Length])), part.Records.Sha256);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(lines.Span[..(int)part.Lines!.Length])), part.Lines.Sha256);
            (records, lines) = (records[(int)part.Records.Length..], lines[(int)part.Lines.Length..]);
        }

        Assert.Equal(("auditdashboard-snapshot-2", 3), (snapshot.Format, snapshot.Parts.Count));
        Assert.Equal((0, 0), (records.Length, lines.Length));
    }

    /// <summary>Any byte of any record, with index and manifest made anew: signed with the installation's key, with one's own, or not at all.</summary>
    [Fact]
    public async Task Record_OfAnotherByte_IsNamed_WhoeverSignsThePacket()
    {
        var files = FilesOf(await PacketAsync(await FreezeTwoAsync()));
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Empty(Verify(SignAnew(Reindex(files))));

        for (var at = 0; at < files[3].Content.Length; at++)
        {
            var changed = Reindex(Change(files, "events.ndjson", bytes => bytes[at] ^= 1));
            var unsigned = Rewrite(changed, sign: null);

            Assert.Contains(OtherRecords, Verify(SignAnew(changed)));
            Assert.Contains(OtherRecords, Verify(SignWith(own, changed)));
            Assert.Contains(OtherRecords, Verify(unsigned));
            Assert.Contains(OtherRecords, Verify([.. unsigned.Where(file => file.Name != "manifest.sig")]));
        }
    }

    [Fact]
    public async Task Record_OfAnotherByte_IsAllThatIsNamed_WhereTheRestFits()
    {
        var files = FilesOf(await PacketAsync(await FreezeTwoAsync()));

        var changed = Change(files, "events.ndjson", bytes => bytes[5] ^= 1);

        Assert.Equal([OtherRecords, OtherLines], Verify(SignAnew(Reindex(changed))));
    }

    /// <summary>What the list says of an event is sealed as its record is.</summary>
    [Fact]
    public async Task Line_ThatSaysSomethingElseOfAnEvent_IsNamed()
    {
        var files = FilesOf(await PacketAsync(await FreezeTwoAsync()));

        foreach (var (from, to) in ((string, string)[])[("\"admin\"", "\"adm1n\""), ("\"offset\":0,", "\"offset\":0 ,"), ("}\n", ",\"more\":1}\n"), ("\"verb\":\"create\",", "")])
        {
            var changed = Replace(files, "events-index.ndjson", bytes => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace(from, to, StringComparison.Ordinal)));

            Assert.NotEqual(TextOf(files, "events-index.ndjson"), TextOf(changed, "events-index.ndjson"));
            Assert.Contains(OtherLines, Verify(SignAnew(changed)));
            Assert.All(Verify(SignAnew(changed)), sentence => Assert.StartsWith("events-index.ndjson ", sentence, StringComparison.Ordinal));
        }
    }

    /// <summary>Where one record ends and the next begins is sealed too: the same bytes, as many records, another border.</summary>
    [Fact]
    public async Task Border_BetweenRecords_Moved_IsNamed()
    {
        await StoreAsync(Record(10, "create", "roles", "admin"), Record(20, "create", "roles", "x\\u000ay"));
        var files = FilesOf(await PacketAsync(await FreezeAsync()));
        var records = files[3].Content.ToArray();
        var end = Array.IndexOf(records, (byte)'\n');
        records[end / 2] = (byte)'\n'; // as if the first record held one
        var made = new System.Buffers.ArrayBufferWriter<byte>();
        SnapshotLine.Write(made, "{}"u8, 0, records.AsSpan(0, end / 2));

        var moved = Replace(files, "events-index.ndjson", lines => [.. made.WrittenSpan, .. lines.AsSpan(Array.IndexOf(lines, (byte)'\n') + 1)]);

        Assert.Contains(OtherLines, Verify(SignAnew(moved)));
    }

    [Fact]
    public async Task Parts_SwappedOrCutOffOrFromElsewhere_AreNamed()
    {
        var first = FilesOf(await PacketAsync(await FreezeManyAsync()));
        Assert.True(SnapshotManifest.TryRead(first[1].Content.Span, out var snapshot));
        var lengths = snapshot.Parts.Select(part => (int)part.Records!.Length).ToList();
        await StoreAsync(Record(5, "create", "roles", "one more"));
        var second = FilesOf(await PacketAsync(await FreezeAsync()));

        var swapped = Replace(first, "events.ndjson", bytes => [.. bytes[lengths[0]..(lengths[0] + lengths[1])], .. bytes[..lengths[0]], .. bytes[(lengths[0] + lengths[1])..]]);
        var cut = Replace(first, "events.ndjson", bytes => bytes[..(lengths[0] + lengths[1])]);
        var lastGone = Replace(first, "events.ndjson", bytes => bytes[..(bytes.AsSpan(..^1).LastIndexOf((byte)'\n') + 1)]);
        var longer = Replace(first, "events.ndjson", bytes => [.. bytes, (byte)'{', (byte)'}', (byte)'\n']);
        var foreign = Replace(Replace(first, "events.ndjson", _ => second[3].Content.ToArray()), "events-index.ndjson", _ => second[4].Content.ToArray());

        Assert.Contains("events.ndjson is not what was sealed when the snapshot was made, in part 1 (events 1 to 500) and 1 more.", Verify(SignAnew(swapped)));
        Assert.Contains("events.ndjson is not what was sealed when the snapshot was made, in part 3 (events 1001 to 1100).", Verify(SignAnew(cut)));
        Assert.Contains("events.ndjson is not what was sealed when the snapshot was made, in part 3 (events 1001 to 1100).", Verify(SignAnew(lastGone)));
        Assert.Contains("events.ndjson goes on behind what was sealed when the snapshot was made.", Verify(SignAnew(longer)));
        Assert.Contains("events.ndjson is not what was sealed when the snapshot was made, in part 1 (events 1 to 500) and 2 more.", Verify(SignAnew(foreign)));
        Assert.Contains("events-index.ndjson is not what was sealed when the snapshot was made, in part 1 (events 1 to 500) and 2 more.", Verify(SignAnew(foreign)));
    }

    /// <summary>The description of one snapshot, signed when it was made, with the events of another.</summary>
    [Fact]
    public async Task Description_OfAnotherSnapshotOfAsManyEvents_DoesNotFit()
    {
        var first = FilesOf(await PacketAsync(await FreezeTwoAsync()));
        await ExecuteAsync("PRAGMA foreign_keys = OFF; DELETE FROM event_match; DELETE FROM event_body; DELETE FROM event;");
        await StoreAsync(Record(15, "create", "roles", "other-1"), Record(25, "create", "roles", "other-2"));
        var second = FilesOf(await PacketAsync(await FreezeAsync()));

        var mixed = Replace(Replace(second, "events.ndjson", _ => first[3].Content.ToArray()), "events-index.ndjson", _ => first[4].Content.ToArray());

        Assert.Equal([OtherRecords, OtherLines], Verify(SignAnew(mixed)));
    }

    /// <summary>Whoever signs may write any description: what means nothing is refused, and nothing falls over.</summary>
    [Theory]
    [InlineData("\"parts\":[", "\"parts\":null,\"other\":[", "snapshot.json cannot be read")]
    [InlineData("\"parts\":[", "\"parts\":[null,", "snapshot.json cannot be read")]
    [InlineData("\"parts\":[", "\"parts\":[],\"parts\":[", "snapshot.json cannot be read")]
    [InlineData("\"parts\":[", "\"parts\":[{\"events\":1,\"length\":1,\"sha256\":\"00\"},", "snapshot.json cannot be read")]
    [InlineData("\"records\":{", "\"records\":null,\"other\":{", "snapshot.json cannot be read")]
    [InlineData("\"records\":{\"length\":", "\"records\":{\"length\":-", "events.ndjson is not what was sealed")]
    [InlineData("\"records\":{\"length\":", "\"records\":{\"length\":9999999999", "events.ndjson is not what was sealed")]
    [InlineData("\"lines\":{\"length\":", "\"lines\":{\"length\":1", "events-index.ndjson is not what was sealed")]
    [InlineData("\"parts\":[{\"events\":2", "\"parts\":[{\"events\":-2147483648", "snapshot.json contradicts itself")]
    [InlineData("\"title\":\"The title\"", "\"title\":null", "snapshot.json cannot be read")]
    [InlineData("auditdashboard-snapshot-2", "auditdashboard-snapshot-3", "snapshot.json cannot be read")]
    public async Task Description_OfSomebodyHostile_IsRefused(string from, string to, string expected)
    {
        var files = FilesOf(await PacketAsync(await FreezeTwoAsync()));

        var hostile = Replace(files, "snapshot.json", bytes => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace(from, to, StringComparison.Ordinal)));
        var signed = SignAnew(Replace(hostile, "snapshot.sig", _ => Key.Sign(SnapshotSeal.Signed(hostile[1].Content.Span))));

        Assert.NotEqual(TextOf(files, "snapshot.json"), TextOf(hostile, "snapshot.json"));
        Assert.Contains(Verify(signed), sentence => sentence.StartsWith(expected, StringComparison.Ordinal));
    }

    /// <summary>The same of what says what a packet holds.</summary>
    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("null")]
    [InlineData("\"1\"")]
    public async Task Lengths_OfSomebodyHostile_AreRefused(string length)
    {
        var files = FilesOf(await PacketAsync(await FreezeTwoAsync()));

        var hostile = Replace(files, "manifest.json", bytes => Encoding.UTF8.GetBytes(Regex.Replace(Encoding.UTF8.GetString(bytes), "\"length\": [0-9]+", $"\"length\": {length}")));
        var signed = Replace(hostile, "manifest.sig", _ => PacketSeal.Sign(hostile.Single(file => file.Name == "manifest.json").Content.ToArray(), Key));

        Assert.NotEqual(TextOf(files, "manifest.json"), TextOf(hostile, "manifest.json"));
        Assert.Contains("manifest.json cannot be read.", Verify(signed));
    }

    private async Task<string> FreezeTwoAsync()
    {
        await StoreAsync(Record(10, "create", "roles", "admin"), Record(20, "create", "roles", "reader"));
        return await FreezeAsync();
    }

    private async Task<string> FreezeManyAsync()
    {
        await StoreAsync([.. Enumerable.Range(0, 1_100).Select(i => Record(10 + (i / 100.0), "create", "roles", "role-" + i))]);
        return await FreezeAsync();
    }
}
