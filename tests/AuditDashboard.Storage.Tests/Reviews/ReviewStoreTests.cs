using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Storage.Reviews;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Storage.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Tests.Reviews;

public sealed class ReviewStoreTests
{
    private static readonly Reviewer Ann = new("ann", IsVerified: true);
    private static readonly Reviewer Bob = new("bob", IsVerified: false);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_WithChanges_KeepsThemNewestFirst_AndTheirRecordsByteForByte()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ReviewStore(db.Database, TimeProvider.System);

        var code = await store.CreateAsync(new NewReview("The title", "note", 2), [1, 2], 40, [Event("a", 1, 10), Event("b", 2, 20), Event("c", 3, null)], Ann, cluster: null, Token);

        var found = await store.FindAsync(code, Token) ?? throw new InvalidOperationException("There is no review.");
        Assert.Equal(
            ("The title", "note", 2, 40L, Ann, true),
            (found.Review.Title, found.Review.Note, found.Review.Reviewers, found.Review.LastEvent, found.Review.OpenedBy, found.Review.IsOpen));
        Assert.Equal(new byte[] { 1, 2 }, found.Review.About.ToArray());
        Assert.Equal(["b", "a", "c"], found.Items.Select(item => item.EventId));
        Assert.Equal(["head b", "head a", "head c"], found.Items.Select(item => Encoding.UTF8.GetString(item.Header.Span)));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("record b"u8)), found.Items[0].RecordHash);
        var records = await store.LoadAsync([found.Items[2].Id, found.Items[0].Id], Token);
        Assert.Equal(["record c", "record b"], records.Select(record => Encoding.UTF8.GetString(record.Record!.Value.Span)));
    }

    [Fact]
    public async Task Record_ChangedInTheDatabase_IsNotGiven()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ReviewStore(db.Database, TimeProvider.System);
        var code = await store.CreateAsync(new NewReview("t", "", 1), [1], 0, [Event("a", 1, 10)], Ann, cluster: null, Token);
        await ExecuteAsync(db, "UPDATE review_item SET record_hash = zeroblob(32)");

        var items = (await store.FindAsync(code, Token))!.Items;

        Assert.Null(Assert.Single(await store.LoadAsync([items[0].Id], Token)).Record);
    }

    [Fact]
    public async Task AddItems_ThatAreInIt_LeavesThemAsTheyAre()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ReviewStore(db.Database, TimeProvider.System);
        var code = await store.CreateAsync(new NewReview("t", "", 1), [1], 0, [Event("a", 1, 10)], Ann, cluster: null, Token);

        Assert.Equal(1, await store.AddItemsAsync(code, [Event("a", 1, 10), Event("b", 2, 20)], Bob, Token));

        Assert.Equal([("b", Bob), ("a", Ann)], (await store.FindAsync(code, Token))!.Items.Select(item => (item.EventId, item.AddedBy)));
    }

    [Fact]
    public async Task Marks_OneAfterTheOther_AllStay()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ReviewStore(db.Database, TimeProvider.System);
        var code = await store.CreateAsync(new NewReview("t", "", 1), [1], 0, [Event("a", 1, 10), Event("b", 2, 20)], Ann, cluster: null, Token);
        long[] ids = [.. (await store.FindAsync(code, Token))!.Items.Select(item => item.Id)];

        await store.AddMarksAsync(code, ids, new NewMark(ReviewDecision.Expected, "", ""), Ann, Token);
        await store.AddMarksAsync(code, [ids[1]], new NewMark(ReviewDecision.ExpectedWithTicket, "SEC-1", "why\0"), Ann, Token);

        Assert.Equal(
            [(ids[0], ReviewDecision.Expected, "", ""), (ids[1], ReviewDecision.Expected, "", ""), (ids[1], ReviewDecision.ExpectedWithTicket, "SEC-1", "why\\u0000")],
            (await store.FindAsync(code, Token))!.Marks.Select(mark => (mark.ItemId, mark.Decision!.Value, mark.Ticket, mark.Comment)));
    }

    /// <summary>Not by a defect of ours, and not by whoever has the database open in a tool.</summary>
    [Theory]
    [InlineData("UPDATE review_mark SET decision = 1")]
    [InlineData("DELETE FROM review_mark")]
    [InlineData("INSERT OR REPLACE INTO review_mark SELECT id, item_id, 1, ticket, comment, \"by\", is_verified, at FROM review_mark")]
    [InlineData("DELETE FROM review_item")]
    [InlineData("DELETE FROM review")]
    public async Task Mark_ChangedOrRemoved_IsRefusedByTheSchema(string sql)
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ReviewStore(db.Database, TimeProvider.System);
        var code = await store.CreateAsync(new NewReview("t", "", 1), [1], 0, [Event("a", 1, 10)], Ann, cluster: null, Token);
        await store.AddMarksAsync(code, [(await store.FindAsync(code, Token))!.Items[0].Id], new NewMark(ReviewDecision.Unauthorised, "", ""), Ann, Token);

        await Assert.ThrowsAsync<SqliteException>(() => ExecuteAsync(db, sql));

        Assert.Equal(ReviewDecision.Unauthorised, Assert.Single((await store.FindAsync(code, Token))!.Marks).Decision);
    }

    [Theory]
    [InlineData(ReviewDecision.ExpectedWithTicket, "", "", "Write the ticket")]
    [InlineData(ReviewDecision.ExpectedWithTicket, "  ", "", "Write the ticket")]
    [InlineData(ReviewDecision.Expected, "SEC-1", "", "A ticket belongs")]
    [InlineData(null, "", " ", "Choose what it is")]
    [InlineData((ReviewDecision)9, "", "", "no such decision")]
    public async Task Mark_ThatIsNotWhole_IsRefused(ReviewDecision? decision, string ticket, string comment, string expected)
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ReviewStore(db.Database, TimeProvider.System);
        var code = await store.CreateAsync(new NewReview("t", "", 1), [1], 0, [Event("a", 1, 10)], Ann, cluster: null, Token);
        var item = (await store.FindAsync(code, Token))!.Items[0].Id;

        var refused = await Assert.ThrowsAsync<StorageException>(() => store.AddMarksAsync(code, [item], new NewMark(decision, ticket, comment), Ann, Token));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Empty((await store.FindAsync(code, Token))!.Marks);
    }

    /// <summary>Together with one that would do: nothing of it is stored.</summary>
    [Fact]
    public async Task Mark_OfAnotherReviewsChange_IsRefused()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ReviewStore(db.Database, TimeProvider.System);
        var one = await store.CreateAsync(new NewReview("t", "", 1), [1], 0, [Event("a", 1, 10)], Ann, cluster: null, Token);
        var other = await store.CreateAsync(new NewReview("t", "", 1), [1], 0, [Event("a", 1, 10)], Ann, cluster: null, Token);
        var (own, foreign) = ((await store.FindAsync(one, Token))!.Items[0].Id, (await store.FindAsync(other, Token))!.Items[0].Id);

        await Assert.ThrowsAsync<StorageException>(() => store.AddMarksAsync(one, [own, foreign], new NewMark(ReviewDecision.Expected, "", ""), Ann, Token));

        Assert.Empty((await store.FindAsync(one, Token))!.Marks);
        Assert.Empty((await store.FindAsync(other, Token))!.Marks);
    }

    [Fact]
    public async Task Close_WithOpenChanges_IsRefused_UnlessItIsSaid_AndThenNothingMoreIsTaken()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ReviewStore(db.Database, TimeProvider.System);
        var code = await store.CreateAsync(new NewReview("t", "", 1), [1], 0, [Event("a", 1, 10), Event("b", 2, 20)], Ann, cluster: null, Token);
        var ids = (await store.FindAsync(code, Token))!.Items.Select(item => item.Id).ToList();
        await store.AddMarksAsync(code, [ids[0]], new NewMark(ReviewDecision.Expected, "", ""), Ann, Token);
        var seen = new List<(int Marks, string? Closer)>();

        var refused = await Assert.ThrowsAsync<StorageException>(() => store.CloseAsync(code, mayLeaveOpen: false, Bob, Seal, Token));
        await store.CloseAsync(code, mayLeaveOpen: true, Bob, Seal, Token);

        Assert.Equal("1 change is not settled yet.", refused.Message);
        Assert.Equal([(1, "bob")], seen);
        var closed = (await store.FindAsync(code, Token))!.Review;
        Assert.Equal((Bob, "05", "06"), (closed.ClosedBy, Convert.ToHexString(closed.Sealed!.Value.Span), Convert.ToHexString(closed.Signature!.Value.Span)));
        await Assert.ThrowsAsync<StorageException>(() => store.CloseAsync(code, mayLeaveOpen: true, Ann, Seal, Token));
        await Assert.ThrowsAsync<StorageException>(() => store.AddMarksAsync(code, ids, new NewMark(ReviewDecision.Expected, "", ""), Ann, Token));
        await Assert.ThrowsAsync<StorageException>(() => store.AddItemsAsync(code, [Event("c", 3, 30)], Ann, Token));

        SealedManifest Seal(ReviewContents contents)
        {
            seen.Add((contents.Marks.Count, contents.Review.ClosedBy?.Name));
            return new SealedManifest([5], [6]);
        }
    }

    [Fact]
    public async Task List_OfReviews_HasOpenOnesFirst_ThenTheNewest()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ReviewStore(db.Database, TimeProvider.System);
        var codes = new List<string>();
        foreach (var title in (string[])["1", "2", "3"])
        {
            codes.Add(await store.CreateAsync(new NewReview(title, "", 1), [1], 0, [], Ann, cluster: null, Token));
        }

        await store.CloseAsync(codes[2], mayLeaveOpen: false, Ann, _ => new SealedManifest([5], [6]), Token);

        Assert.Equal("2 1 3", await TitlesAsync(null));
        Assert.Equal("2 1", await TitlesAsync(true));
        Assert.Equal("3", await TitlesAsync(false));

        async Task<string> TitlesAsync(bool? isOpen) => string.Join(' ', (await store.GetAsync(isOpen, 10, Token)).Select(found => found.Review.Title));
    }

    [Fact]
    public async Task Find_OfACodeThatIsNone_FindsNothing()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ReviewStore(db.Database, TimeProvider.System);

        Assert.Null(await store.FindAsync(LinkCode.Create(), Token));
        Assert.Null(await store.FindAsync("' OR 1=1 --", Token));
        Assert.Null(await store.FindAsync(null, Token));
    }

    private static ReviewEvent Event(string id, long row, int? second) => new(
        id, row, second is { } seconds ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null, Encoding.UTF8.GetBytes("head " + id), Encoding.UTF8.GetBytes("record " + id));

    private static async Task ExecuteAsync(TestDatabase db, string sql)
    {
        await using var connection = await db.Database.OpenWriteAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Token);
    }
}
