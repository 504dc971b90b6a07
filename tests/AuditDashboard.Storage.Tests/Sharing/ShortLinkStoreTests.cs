using AuditDashboard.Storage.Sharing;
using AuditDashboard.Storage.Tests.Support;

namespace AuditDashboard.Storage.Tests.Sharing;

public sealed class ShortLinkStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_TextsOfAnyKind_ComeBackAsTheyWere()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ShortLinkStore(db.Database, TimeProvider.System);

        var made = await store.CreateAsync("ann", "/changes?f.verb=create&v=1", "ø ☃ \u202E <b>'x'</b>", "", cluster: null, Token);

        Assert.Equal(made, await store.FindAsync(made.Code, Token));
        Assert.Equal([made], await store.GetAsync(10, Token));
    }

    [Fact]
    public async Task Code_OfEachLink_IsAnother_AndNeedsNoEscaping()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ShortLinkStore(db.Database, TimeProvider.System);
        var codes = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            codes.Add((await store.CreateAsync("ann", "/", "x", "", cluster: null, Token)).Code);
        }

        Assert.Equal(20, codes.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(codes, code => Assert.True(LinkCode.IsPossible(code) && Uri.EscapeDataString(code) == code, code));
    }

    /// <summary>Nothing near a code opens its link, and nothing falls back to another one.</summary>
    [Fact]
    public async Task Find_AnythingButTheCode_FindsNothing()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ShortLinkStore(db.Database, TimeProvider.System);
        var code = (await store.CreateAsync("ann", "/", "x", "", cluster: null, Token)).Code;
        var near = Enumerable.Range(0, code.Length).Select(i => code[..i] + (code[i] == 'A' ? 'B' : 'A') + code[(i + 1)..]);

        foreach (var other in (IEnumerable<string?>)[null, "", " ", ":code", "{code}", "%", "_", "%00", code[1..], code + "A", code + " ", .. near])
        {
            Assert.Null(await store.FindAsync(other, Token));
        }
    }

    [Fact]
    public async Task Revoke_ByItsOwner_ClosesItForGood_AndItStaysListed()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ShortLinkStore(db.Database, TimeProvider.System);
        var link = await store.CreateAsync("ann", "/", "x", "", cluster: null, Token);

        Assert.False(await store.RevokeAsync(link.Code, "bob", onlyOwner: "bob", Token));
        Assert.NotNull(await store.FindAsync(link.Code, Token));
        Assert.True(await store.RevokeAsync(link.Code, "ann", onlyOwner: "ann", Token));

        Assert.Null(await store.FindAsync(link.Code, Token));
        Assert.False(await store.RevokeAsync(link.Code, "root", onlyOwner: null, Token));
        Assert.Equal(("ann", true), (await store.GetAsync(10, Token)) is [var listed] ? (listed.RevokedBy, listed.RevokedAt is not null) : default);
    }

    [Fact]
    public async Task Revoke_ByAnAdministrator_ClosesAnybodys()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ShortLinkStore(db.Database, TimeProvider.System);
        var link = await store.CreateAsync("ann", "/", "x", "", cluster: null, Token);

        Assert.True(await store.RevokeAsync(link.Code, "root", onlyOwner: null, Token));

        Assert.Null(await store.FindAsync(link.Code, Token));
    }
}
