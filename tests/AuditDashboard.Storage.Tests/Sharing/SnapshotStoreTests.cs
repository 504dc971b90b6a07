using AuditDashboard.Storage.Sharing;
using AuditDashboard.Storage.Tests.Support;

namespace AuditDashboard.Storage.Tests.Sharing;

public sealed class SnapshotStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Seal_OneAfterTheOther_GivesPlacesWithoutAHole_AndTheManifestBefore()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new SnapshotStore(db.Database, TimeProvider.System);
        var seen = new List<string>();

        foreach (var i in (byte[])[1, 2, 3])
        {
            await store.SealAsync(
                LinkCode.Create(),
                (sequence, before) =>
                {
                    seen.Add($"{sequence} after {(before is null ? "none" : Convert.ToHexString(before))}");
                    return new SealedManifest([i], [0]);
                },
                cluster: null,
                Token);
        }

        Assert.Equal(["1 after none", "2 after 01", "3 after 02"], seen);
        Assert.Equal([3, 2, 1], (await store.GetAsync(10, Token)).Select(s => s.Sequence));
        Assert.Equal("dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986", await store.FindManifestHashAsync(2, Token)); // sha256sum of the byte 2
        Assert.Null(await store.FindManifestHashAsync(4, Token));
    }

    [Fact]
    public async Task Parts_OfASnapshotThatWasNotSealed_AreClearedAway_OthersStay()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new SnapshotStore(db.Database, TimeProvider.System);
        var (whole, abandoned) = (LinkCode.Create(), LinkCode.Create());
        await store.AddPartsAsync(whole, 0, [[1], [2]], Token);
        await store.AddPartsAsync(whole, 2, [[3]], Token);
        await store.AddPartsAsync(abandoned, 0, [[4]], Token);
        await store.SealAsync(whole, (_, _) => new SealedManifest([1], [0]), cluster: null, Token);

        await store.ClearAbandonedAsync(Token);
        await store.DropPartsAsync(whole, Token);

        Assert.Equal((3, 0), (await store.CountPartsAsync(whole, Token), await store.CountPartsAsync(abandoned, Token)));
        Assert.Equal(new byte[] { 3 }, await store.FindPartAsync(whole, 2, Token));
    }

    [Fact]
    public async Task Revoke_Once_ClosesItForGood()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new SnapshotStore(db.Database, TimeProvider.System);
        var code = LinkCode.Create();
        await store.SealAsync(code, (_, _) => new SealedManifest([1], [0]), cluster: null, Token);

        Assert.True(await store.IsOpenAsync(code, Token));
        Assert.True(await store.RevokeAsync(code, "ann", Token));
        Assert.False(await store.RevokeAsync(code, "bob", Token));

        Assert.False(await store.IsOpenAsync(code, Token));
        Assert.Equal("ann", (await store.FindAsync(code, Token))?.RevokedBy);
    }
}
