using System.Text;
using AuditDashboard.Shared.Text;
using AuditDashboard.Sharing;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.EventList;
using AuditDashboard.Tests.SignIn;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Sharing;

public sealed class SnapshotPageTests : PageTestContext
{
    private const string View = "/changes?cluster=demo&from=2026-11-22T14:06:00Z&to=2026-11-23T14:06:00Z&f.verb=create&v=1";

    private SnapshotStore Store => Services.GetRequiredService<SnapshotStore>();

    private SnapshotReader Reader => Services.GetRequiredService<SnapshotReader>();

    [Fact]
    public void Coverage_StretchesOfOneState_AreOneWhereNothingLiesBetween()
    {
        SnapshotCoverage[] coverage =
        [
            Stretch(0, 1, "collected"), Stretch(1, 2, "collected"), Stretch(2, 3, "failed"), Stretch(3, 4, "failed") with { Reason = "another" },
            Stretch(4, 5, "collected"), Stretch(6, 7, "collected"), Stretch(7, 8, "collected") with { Cluster = "other" },
        ];

        Assert.Equal(
            [Stretch(0, 2, "collected"), .. coverage[2..]],
            SnapshotPage.Joined(coverage));

        static SnapshotCoverage Stretch(int from, int to, string state) =>
            new("demo", DateTimeOffset.UnixEpoch.AddHours(from), DateTimeOffset.UnixEpoch.AddHours(to), state, null);
    }

    [Fact]
    public async Task Snapshot_OfAView_HoldsItsEventsCountsBinsAndCoverage()
    {
        await FillAsync();

        var page = OpenSnapshot(await FreezeAsync(View));

        WaitVerified(page);
        Assert.Equal(["admin", "reader"], page.FindAll("[data-testid=snapshot-row]").Select(row => row.TextContent.Contains("admin", StringComparison.Ordinal) ? "admin" : "reader"));
        Assert.Equal("2 events", page.Find("[data-testid=snapshot-count]").TextContent);
        Assert.Equal($"/api/v1/snapshots/{(await ManifestAsync()).Code}/packet", page.Find("[data-testid=packet]").GetAttribute("href"));
        Assert.NotEmpty(page.FindAll("[data-testid=snapshot-coverage]"));
        var manifest = await ManifestAsync();
        Assert.Equal((2L, 2L, 2), (manifest.Events, manifest.Requests, manifest.Bins?.Counts.Sum()));
        Assert.NotEmpty(manifest.Queries);
        Assert.Contains(manifest.Coverage, stretch => stretch.State == "collected");
        Assert.Contains(manifest.Coverage, stretch => stretch.State != "collected");
        Assert.True(await IsRecordedAsync(ActivityKind.Share, "Made the snapshot"));
        Assert.True(await IsRecordedAsync(ActivityKind.ShareOpened, "Opened the snapshot"));
    }

    [Fact]
    public async Task Record_OfAnEvent_IsTheStoredOne()
    {
        await FillAsync();
        await FreezeAsync(View);

        var view = await Reader.ReadAsync((await ManifestAsync()).Code, 1, Token);

        var frozen = Assert.Single(view!.Events!, e => e.Event.Name == "admin");
        var stored = await Services.GetRequiredService<AuditDashboard.Storage.Events.EventReader>().FindAsync(frozen.Event.Id, Token);
        Assert.Equal(Encoding.UTF8.GetString(stored!.Json.Span), Encoding.UTF8.GetString(frozen.Record.Span));
    }

    /// <summary>Retention takes the events, a restart what was in memory: the page is drawn from the snapshot alone.</summary>
    [Fact]
    public async Task Snapshot_AfterItsEventsAreGone_ShowsTheSame()
    {
        await FillAsync();
        var code = await FreezeAsync(View);
        var before = OpenSnapshot(code);
        WaitVerified(before);
        var shown = before.FindAll("[data-testid=snapshot-row]").Select(row => row.TextContent).ToList();

        await ExecuteAsync("PRAGMA foreign_keys = OFF; DELETE FROM event_match; DELETE FROM event_body; DELETE FROM event; DELETE FROM user_name; DELETE FROM object_name;");
        var after = OpenSnapshot(code);

        WaitVerified(after);
        Assert.Equal(shown, after.FindAll("[data-testid=snapshot-row]").Select(row => row.TextContent));
    }

    [Fact]
    public async Task Snapshot_AfterItsTimeHasExpired_ShowsTheSame_AndOneMadeAfterwardsSaysExpired()
    {
        await FillAsync();
        var code = await FreezeAsync(View);
        var before = OpenSnapshot(code);
        WaitVerified(before);
        var shown = before.FindAll("[data-testid=snapshot-row]").Select(row => row.TextContent).ToList();

        await ExpireAsync("demo", new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
        var after = OpenSnapshot(code);

        WaitVerified(after);
        Assert.NotEmpty(shown);
        Assert.Equal(shown, after.FindAll("[data-testid=snapshot-row]").Select(row => row.TextContent));
        await FreezeAsync(View);
        Assert.Equal(["expired"], (await ManifestAsync()).Coverage.Select(stretch => stretch.State).Distinct());
    }

    [Theory]
    [InlineData("UPDATE snapshot SET manifest = CAST(replace(CAST(manifest AS TEXT), 'The title', 'A tattle!') AS BLOB)", "changed after it was signed")]
    [InlineData("UPDATE snapshot SET signature = zeroblob(64)", "changed after it was signed")]
    [InlineData("UPDATE snapshot SET id = 7", "in the place of another")]
    [InlineData("UPDATE snapshot_part SET content = zeroblob(length(content))", "Part 1")]
    [InlineData("UPDATE snapshot_part SET content = substr(content, 1, length(content) - 1)", "Part 1")]
    [InlineData("DELETE FROM snapshot_part", "Part 1")]
    [InlineData("INSERT INTO snapshot_part (code, number, content) SELECT code, 9, content FROM snapshot_part", "more parts")]
    public async Task Snapshot_ChangedInTheDatabase_SaysWhatIsBroken(string sql, string expected)
    {
        await FillAsync();
        var code = await FreezeAsync(View);
        await ExecuteAsync(sql);

        var page = OpenSnapshot(code);

        page.WaitForAssertion(() => Assert.Contains(expected, page.Find("[data-testid=broken]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=verified]"));
    }

    [Fact]
    public async Task Snapshot_WhoseForerunnerIsGone_SaysSo()
    {
        await FillAsync();
        await FreezeAsync(View);
        var second = await FreezeAsync(View);
        await ExecuteAsync("DELETE FROM snapshot WHERE id = 1");

        var page = OpenSnapshot(second);

        page.WaitForAssertion(() => Assert.Contains("number 1, is gone", page.Find("[data-testid=broken]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenPage_OfASnapshotThatIsRevoked_GoesBlank()
    {
        await FillAsync();
        var code = await FreezeAsync(View);
        var page = OpenSnapshot(code);
        WaitVerified(page);

        await Store.RevokeAsync(code, "ann", Token);
        Clock.Advance(TimeSpan.FromSeconds(30));

        page.WaitForAssertion(() => Assert.Contains("There is no snapshot here.", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("admin", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenPage_OfASnapshotThatExpires_GoesBlank_AndDoesNotOpenAgain()
    {
        await FillAsync();
        var code = await FreezeAsync(View, TimeSpan.FromDays(7));
        var page = OpenSnapshot(code);
        WaitVerified(page);

        Clock.Advance(TimeSpan.FromDays(7));

        page.WaitForAssertion(() => Assert.Contains("There is no snapshot here.", page.Markup, StringComparison.Ordinal));
        Assert.Null(await Reader.ReadAsync(code, 1, Token));
    }

    [Fact]
    public async Task List_NamesEach_SaysWhichIsBroken_AndRevokesWhenAskedTwice()
    {
        await FillAsync();
        await FreezeAsync(View);
        await FreezeAsync(View);
        await ExecuteAsync("UPDATE snapshot SET signature = zeroblob(64) WHERE id = 1");

        var list = Render<SnapshotList>();

        list.WaitForAssertion(() => Assert.Equal(2, list.FindAll("[data-testid=snapshot-entry]").Count));
        var (newest, broken) = (list.FindAll("[data-testid=snapshot-entry]")[0], list.FindAll("[data-testid=snapshot-entry]")[1]);
        Assert.Contains("The title", newest.TextContent, StringComparison.Ordinal);
        Assert.Contains("changed after it was signed", broken.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("The title", broken.TextContent, StringComparison.Ordinal);

        await list.InvokeAsync(() => list.Find("[aria-label='Revoke snapshot 2']").Click());
        Assert.Null((await Store.GetAsync(10, Token))[0].RevokedAt);
        await list.InvokeAsync(() => list.Find("[aria-label='Yes, revoke snapshot 2']").Click());

        list.WaitForAssertion(() => Assert.Contains("revoked", list.FindAll("[data-testid=snapshot-entry]")[0].TextContent, StringComparison.Ordinal));
        Assert.Equal("local", (await Store.GetAsync(10, Token))[0].RevokedBy);
        Assert.True(await IsRecordedAsync(ActivityKind.Share, "Revoked the snapshot"));
    }

    [Fact]
    public async Task List_OfASnapshotWithAnEnd_SaysUntilWhenItOpens_AndThatItHasExpired()
    {
        await FillAsync();
        await FreezeAsync(View, TimeSpan.FromDays(7));
        var end = UtcText.Format(Clock.GetUtcNow() + TimeSpan.FromDays(7), "d MMM yyyy HH:mm");

        var list = Render<SnapshotList>();
        list.WaitForAssertion(() => Assert.Contains($"opens until {end}", StateOf(list), StringComparison.Ordinal));
        Assert.NotEmpty(list.FindAll("[aria-label='Revoke snapshot 1']"));

        Clock.Advance(TimeSpan.FromDays(7));
        var later = Render<SnapshotList>();

        later.WaitForAssertion(() => Assert.Contains($"expired {end}", StateOf(later), StringComparison.Ordinal));
        Assert.Empty(later.FindAll("[aria-label='Revoke snapshot 1']"));

        static string StateOf(IRenderedComponent<SnapshotList> list) => string.Join(' ', list.Find("[data-testid=snapshot-entry] td:last-child").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Unknown, revoked and expired are one answer.</summary>
    [Fact]
    public void Page_OfNoSnapshot_ShowsNothing()
    {
        var page = OpenSnapshot(LinkCode.Create());

        page.WaitForAssertion(() => Assert.Contains("There is no snapshot here.", page.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/explore?q=fields%20verb")]
    [InlineData("/changes?unknown=1")]
    [InlineData("/changes?f.kind=nonsense")]
    [InlineData("/changes?v=2")]
    public async Task Make_OfWhatIsNotUnderstoodInFull_IsRefused(string view)
    {
        await Assert.ThrowsAsync<StorageException>(() => FreezeAsync(view));

        Assert.Empty(await Store.GetAsync(10, Token));
    }

    [Fact]
    public async Task Texts_OfSomebodyHostile_AreText()
    {
        await StoreAsync(Record(5, "create", "roles", "<img src=x onerror=alert(1)>\u202E", user: "<script>alert(1)</script>"));
        var maker = Services.GetRequiredService<SnapshotMaker>();
        var code = await maker.MakeAsync(View, new SnapshotRequest("<script>alert(1)</script>", "<img src=x>\u001b[31m", null), Person.Local, progress: null, Token);

        var page = OpenSnapshot(code);

        WaitVerified(page);
        Assert.Empty(page.FindAll("img, script"));
        Assert.DoesNotContain("\u202E", page.Markup, StringComparison.Ordinal);
    }

    /// <summary>A reviewer makes a link that opens without sign-in, sees it once, and ends it; where such links are off, and for viewers, there is no box.</summary>
    [Fact]
    public async Task OpenLinks_OfAReviewer_AreMadeAndEnded_AndForOthersThereAreNone()
    {
        await FillAsync();
        var code = await FreezeAsync(View);
        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Reviewer, "rita");
        var off = OpenSnapshot(code);
        WaitVerified(off);
        Assert.Empty(off.FindAll("[data-testid=open-links]"));
        Services.GetRequiredService<SignInOptions>().OpenLinks = true;
        var page = OpenSnapshot(code);
        page.WaitForElement("[data-testid=make-open-link]");

        await page.InvokeAsync(() => page.Find("[aria-label='How long the link opens']").Change("7"));
        await page.InvokeAsync(() => page.Find("[data-testid=make-open-link]").Click());

        page.WaitForElement("[data-testid=open-link]");
        Assert.Matches("^http://localhost/o/[A-Za-z0-9_-]{43}$", page.Find("[data-testid=open-link]").GetAttribute("value"));
        Assert.Contains("opens until", Assert.Single(page.FindAll("[data-testid=open-link-entry]")).TextContent, StringComparison.Ordinal);
        var made = Assert.Single(await Services.GetRequiredService<CredentialStore>().GetAsync(Token), credential => credential.Kind == CredentialKind.OpenLink);
        Assert.Equal((code, Clock.GetUtcNow().AddDays(7)), (made.Name, made.ExpiresAt));

        // Opened anew it is listed, and its address is not told again.
        var again = OpenSnapshot(code);
        again.WaitForElement("[data-testid=open-link-entry]");
        Assert.Empty(again.FindAll("[data-testid=open-link]"));
        await again.InvokeAsync(() => again.Find("[data-testid=open-link-entry] button").Click());
        await again.InvokeAsync(() => again.FindAll("[data-testid=revoke-question] button").Single(button => button.TextContent == "Yes, revoke").Click());
        again.WaitForAssertion(() => Assert.Empty(again.FindAll("[data-testid=open-link-entry]")));
        Assert.NotNull(Assert.Single(await Services.GetRequiredService<CredentialStore>().GetAsync(Token), credential => credential.Kind == CredentialKind.OpenLink).RevokedAt);

        await Services.GetRequiredService<TestPerson>().SignInAsync(DashboardRole.Viewer, "vic");
        var viewed = OpenSnapshot(code);
        WaitVerified(viewed);
        Assert.Empty(viewed.FindAll("[data-testid=open-links]"));
    }

    private static void WaitVerified(IRenderedComponent<SnapshotPage> page) =>
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=verified]")));

    private async Task FillAsync()
    {
        await StoreAsync(
            Record(10, "create", "roles", "admin"),
            Record(20, "create", "roles", "reader"),
            Record(30, "delete", "roles", "other"));
        await CollectAsync(TimeSpan.FromHours(-2), TimeSpan.FromHours(-1));
    }

    private Task<string> FreezeAsync(string view, TimeSpan? lifetime = null) =>
        Services.GetRequiredService<SnapshotMaker>().MakeAsync(view, new SnapshotRequest("The title", "the note", lifetime), Person.Local, progress: null, Token);

    private IRenderedComponent<SnapshotPage> OpenSnapshot(string code)
    {
        Navigation.NavigateTo(SharePaths.Snapshot(code));
        return Render<SnapshotPage>(parameters => parameters.Add(page => page.Code, code));
    }

    private async Task<SnapshotManifest> ManifestAsync() =>
        SnapshotManifest.TryRead((await Store.GetAsync(1, Token))[0].Manifest.Span, out var manifest) ? manifest : throw new InvalidOperationException("There is no manifest.");

    private async Task<bool> IsRecordedAsync(ActivityKind kind, string begins) =>
        (await Services.GetRequiredService<ActivityStore>().GetAsync(null, kind, 10, Token)).Any(entry => entry.Text.StartsWith(begins, StringComparison.Ordinal));

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await Services.GetRequiredService<AuditDatabase>().OpenWriteAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Token);
    }
}
