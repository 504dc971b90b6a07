using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Tests.Support;

namespace AuditDashboard.Storage.Tests.Activity;

public sealed class ActivityStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_AnyText_ComesBackAsItWas()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ActivityStore(db.Database, db.Clock);
        const string Text = "Ran \"filter user.username = '<b>ø ☃ \u202E'\"\n| limit 3";

        await store.AddAsync(ActivityKind.Query, "ann ☃", Text, "2001:db8::7", Token);
        db.Clock.Advance(TimeSpan.FromSeconds(1));
        await store.AddAsync(ActivityKind.SignOut, "bob", "Signed out.", address: null, Token);

        var found = await store.GetAsync(before: null, kind: null, 10, Token);
        Assert.Equal(
            [
                new ActivityEntry(2, TestDatabase.Start.AddSeconds(1), ActivityKind.SignOut, "bob", "Signed out.", null),
                new ActivityEntry(1, TestDatabase.Start, ActivityKind.Query, "ann ☃", Text, "2001:db8::7"),
            ],
            found);
    }

    [Theory]
    [InlineData(2_000, 2_000)]
    [InlineData(2_001, 2_001)]
    [InlineData(100_000, 2_001)]
    public async Task Add_LongText_IsClippedAndSaysSo(int length, int kept)
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ActivityStore(db.Database, db.Clock);

        await store.AddAsync(ActivityKind.Query, "ann", new string('x', length), address: null, Token);

        var text = Assert.Single(await store.GetAsync(null, null, 10, Token)).Text;
        Assert.Equal((kept, length > ActivityStore.MaxText), (text.Length, text.EndsWith('…')));
    }

    [Fact]
    public async Task Add_LongTextWithAPairAtTheEdge_IsNotCutInside()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ActivityStore(db.Database, db.Clock);

        await store.AddAsync(ActivityKind.Query, "ann", new string('x', ActivityStore.MaxText - 1) + "😀😀", address: null, Token);

        Assert.Equal(new string('x', ActivityStore.MaxText - 1) + "…", Assert.Single(await store.GetAsync(null, null, 10, Token)).Text);
    }

    [Fact]
    public async Task Get_ByKindAndPage_GivesEachEntryOnce()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ActivityStore(db.Database, db.Clock);
        for (var i = 1; i <= 25; i++)
        {
            await store.AddAsync(i % 5 == 0 ? ActivityKind.Export : ActivityKind.Query, "ann", $"{i}", address: null, Token);
        }

        var pages = new List<string>();
        for (long? before = null; ;)
        {
            var page = await store.GetAsync(before, ActivityKind.Query, 7, Token);
            if (page.Count == 0)
            {
                break;
            }

            pages.AddRange(page.Select(entry => entry.Text));
            before = page[^1].Id;
        }

        Assert.Equal(Enumerable.Range(1, 25).Where(i => i % 5 != 0).Reverse().Select(i => $"{i}"), pages);
        Assert.Equal(["25", "20", "15", "10", "5"], (await store.GetAsync(null, ActivityKind.Export, 100, Token)).Select(entry => entry.Text));
    }
}
