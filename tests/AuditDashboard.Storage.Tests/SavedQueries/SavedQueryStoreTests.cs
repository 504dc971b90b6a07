using AuditDashboard.Storage.SavedQueries;
using AuditDashboard.Storage.Tests.Support;

namespace AuditDashboard.Storage.Tests.SavedQueries;

public sealed class SavedQueryStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_QueriesOfTwoOwners_GivesOnesOwnAndSharedOnesByName()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new SavedQueryStore(db.Database, db.Clock);
        await store.SaveAsync("ann", "b mine", "fields verb", "", isShared: false, Token);
        await store.SaveAsync("bob", "a shared", "fields @message\n| limit 5", "for all", isShared: true, Token);
        await store.SaveAsync("bob", "c hidden", "fields user.username", "", isShared: false, Token);

        var seen = await store.GetAsync("ann", Token);

        Assert.Equal([("a shared", "bob", true), ("b mine", "ann", false)], seen.Select(q => (q.Name, q.Owner, q.IsShared)));
        Assert.Equal("fields @message\n| limit 5", seen[0].Text);
        Assert.Equal("for all", seen[0].Note);
        Assert.Equal(TestDatabase.Start, seen[0].ChangedAt);
    }

    [Fact]
    public async Task Save_SameNameAgain_ReplacesTextNoteAndAudience()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new SavedQueryStore(db.Database, db.Clock);
        await store.SaveAsync("ann", "mine", "fields verb", "old", isShared: true, Token);
        db.Clock.Advance(TimeSpan.FromMinutes(5));

        await store.SaveAsync("ann", "mine", "fields stage", "new", isShared: false, Token);

        var query = Assert.Single(await store.GetAsync("ann", Token));
        Assert.Equal(("fields stage", "new", false), (query.Text, query.Note, query.IsShared));
        Assert.Equal(TestDatabase.Start.AddMinutes(5), query.ChangedAt);
    }

    [Fact]
    public async Task Remove_QueryOfAnotherOwner_IsRefusedThoughItIsShared()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new SavedQueryStore(db.Database, db.Clock);
        await store.SaveAsync("bob", "shared", "fields verb", "", isShared: true, Token);
        var id = Assert.Single(await store.GetAsync("ann", Token)).Id;

        Assert.False(await store.RemoveAsync("ann", id, Token));
        Assert.True(await store.RemoveAsync("bob", id, Token));
        Assert.Empty(await store.GetAsync("bob", Token));
    }

    [Fact]
    public async Task Save_OneMoreThanMayBe_IsRefusedWithASentenceAndReplacingStillWorks()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new SavedQueryStore(db.Database, db.Clock);
        for (var i = 0; i < SavedQueryStore.MaxPerOwner; i++)
        {
            await store.SaveAsync("ann", $"query {i}", "fields verb", "", isShared: false, Token);
        }

        var refused = await Assert.ThrowsAsync<StorageException>(() => store.SaveAsync("ann", "one more", "fields verb", "", isShared: false, Token));
        await store.SaveAsync("ann", "query 7", "fields stage", "", isShared: false, Token);

        Assert.Contains("500 saved queries", refused.Message, StringComparison.Ordinal);
        Assert.Equal(SavedQueryStore.MaxPerOwner, (await store.GetAsync("ann", Token)).Count);
    }
}
