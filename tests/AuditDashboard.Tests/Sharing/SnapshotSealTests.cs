using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Tests.Sharing;

public sealed class SnapshotSealTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audit-seal-").FullName;
    private readonly AuditDatabase _database;
    private readonly SnapshotKey _key;

    public SnapshotSealTests()
    {
        _database = new AuditDatabase(Path.Combine(_folder, "a", "audit.db"), TimeSpan.FromSeconds(1));
        _key = SnapshotKey.ReadOrMake(_database);
    }

    public void Dispose()
    {
        _key.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Read_WhatWasSigned_GivesIt()
    {
        var stored = Stored(Manifest(3, "0f"));

        Assert.Null(SnapshotSeal.Read(stored, _key, out var manifest));

        Assert.Equal(("<b>x</b> \u202E", 3, "0f"), (manifest?.Title, manifest?.Sequence, manifest?.Previous));
        Assert.Equal(stored.Manifest.ToArray(), manifest?.ToBytes());
    }

    [Fact]
    public void Read_AnyByteFlipped_IsFound()
    {
        var stored = Stored(Manifest(1, null));
        for (var i = 0; i < stored.Manifest.Length; i++)
        {
            Assert.NotNull(SnapshotSeal.Read(stored with { Manifest = Flipped(stored.Manifest, i) }, _key, out var manifest));
            Assert.Null(manifest);
        }

        for (var i = 0; i < stored.Signature.Length; i++)
        {
            Assert.NotNull(SnapshotSeal.Read(stored with { Signature = Flipped(stored.Signature, i) }, _key, out _));
        }

        Assert.NotNull(SnapshotSeal.Read(stored with { Signature = default }, _key, out _));
        Assert.NotNull(SnapshotSeal.Read(stored with { Manifest = default }, _key, out _));
        Assert.NotNull(SnapshotSeal.Read(stored with { Sequence = 2 }, _key, out _));
        Assert.NotNull(SnapshotSeal.Read(stored with { Code = LinkCode.Create() }, _key, out _));
    }

    /// <summary>Somebody who writes the database writes another manifest and signs it with a key of their own.</summary>
    [Fact]
    public void Read_SignedByAnotherKey_SaysSo()
    {
        using var database = new AuditDatabase(Path.Combine(_folder, "b", "audit.db"), TimeSpan.FromSeconds(1));
        using var other = SnapshotKey.ReadOrMake(database);
        var manifest = Manifest(1, null) with { Key = other.Fingerprint };
        var forged = SnapshotSeal.Sign(manifest, other);

        var problem = SnapshotSeal.Read(new StoredSnapshot(1, manifest.Code, forged.Manifest, forged.Signature, null, null), _key, out _);

        Assert.Contains("another key", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Chain_BrokenInAnyWay_IsFound()
    {
        var first = Manifest(1, null).ToBytes();
        var second = Manifest(2, SnapshotManifest.HashOf(first));

        Assert.Null(SnapshotSeal.CheckChain(Manifest(1, null), null));
        Assert.Null(SnapshotSeal.CheckChain(second, SnapshotManifest.HashOf(first)));
        Assert.Contains("is gone", SnapshotSeal.CheckChain(second, null), StringComparison.Ordinal);
        Assert.Contains("was changed", SnapshotSeal.CheckChain(second, SnapshotManifest.HashOf(Flipped(first, 9).Span)), StringComparison.Ordinal);
        Assert.NotNull(SnapshotSeal.CheckChain(Manifest(1, null), SnapshotManifest.HashOf(first)));
    }

    [Fact]
    public void Part_OfAnyRecords_GivesThemBackByteForByte()
    {
        byte[][] records = [[], [0, 255, 0x80, (byte)'\n'], [.. Enumerable.Repeat((byte)'x', 100_000)]];
        var (entry, content) = Packed(records);

        Assert.True(SnapshotPart.TryRead(entry, content, out var events));

        Assert.Equal(records, events.Select(e => e.Record.ToArray()));
        Assert.Equal(["0", "1", "2"], events.Select(e => e.Event.Id));
        Assert.True(SnapshotPart.TryRead(entry, content, 1, 1, out var second));
        Assert.Equal("1", Assert.Single(second).Event.Id);
        Assert.Equal(records[1], second[0].Record.ToArray());
        Assert.False(SnapshotPart.TryRead(entry with { Events = 4 }, content, 1, 1, out _));
    }

    [Fact]
    public void Part_AnyByteFlipped_IsNotRead()
    {
        var (entry, content) = Packed([[1, 2, 3], [4, 5, 6]]);

        for (var i = 0; i < content.Length; i++)
        {
            Assert.False(SnapshotPart.TryRead(entry, Flipped(content, i).ToArray(), out _));
        }

        Assert.False(SnapshotPart.TryRead(entry, null, out _));
        Assert.False(SnapshotPart.TryRead(entry, [], out _));
        Assert.False(SnapshotPart.TryRead(entry with { Events = 3 }, content, out _));
        Assert.False(SnapshotPart.TryRead(entry with { Length = int.MaxValue }, content, out _));
    }

    private static (SnapshotPartEntry Entry, byte[] Content) Packed(byte[][] records)
    {
        using var part = new SnapshotPart();
        for (var i = 0; i < records.Length; i++)
        {
            part.Add(new SnapshotEvent { Id = i.ToString(System.Globalization.CultureInfo.InvariantCulture), Cluster = "demo" }, records[i]);
        }

        return part.Take();
    }

    private static ReadOnlyMemory<byte> Flipped(ReadOnlyMemory<byte> bytes, int at)
    {
        var copy = bytes.ToArray();
        copy[at] ^= 1;
        return copy;
    }

    private StoredSnapshot Stored(SnapshotManifest manifest)
    {
        var made = SnapshotSeal.Sign(manifest, _key);
        return new StoredSnapshot(manifest.Sequence, manifest.Code, made.Manifest, made.Signature, null, null);
    }

    private SnapshotManifest Manifest(long sequence, string? previous) => new()
    {
        Format = SnapshotManifest.FormatOfToday,
        Code = "AAAAAAAAAAAAAAAAAAAAAAAA",
        Sequence = sequence,
        Previous = previous,
        Key = _key.Fingerprint,
        Title = "<b>x</b> \u202E",
        Note = "",
        MadeBy = "ann",
        MadeAt = new DateTimeOffset(2026, 11, 23, 14, 6, 0, TimeSpan.Zero),
        ExpiresAt = null,
        Page = "/changes",
        Cluster = null,
        From = new DateTimeOffset(2026, 11, 22, 14, 6, 0, TimeSpan.Zero),
        To = new DateTimeOffset(2026, 11, 23, 14, 6, 0, TimeSpan.Zero),
        Contents = "changes",
        Filters = [new SnapshotFilter("verb", false, ["create"])],
        Search = null,
        Queries = [new SnapshotQuery("roles", "Roles", "filter …", "00")],
        Coverage = [],
        Events = 0,
        Requests = 0,
        Bins = null,
        Parts = [],
    };
}
