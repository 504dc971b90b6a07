using AuditDashboard.Collection;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Quarantine;
using AuditDashboard.Storage.Runs;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Collection;

public sealed class CollectionPageTests : PageTestContext
{
    private RunStore Runs => Services.GetRequiredService<RunStore>();

    [Fact]
    public async Task WhollyCollected_SaysSo_AndOwesNothing()
    {
        await CollectAsync(TimeSpan.FromDays(-2), TimeSpan.Zero);

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.Equal("100% of the last 24 hours is collected", page.Find("h1").TextContent));
        Assert.Contains("Nothing is owed in this window.", page.Markup, StringComparison.Ordinal);
        Assert.Equal(QueryCatalog.BuiltIn.Queries.Count, page.FindAll(".ln:not(.hd)").Count);
        Assert.All(page.FindAll(".ln:not(.hd) .num"), n => Assert.Equal("none", n.TextContent));
    }

    [Fact]
    public async Task Gap_IsDebtWithItsLengthAndWhatComesNext()
    {
        Harvest.IsScheduled = true;
        await CollectAsync(TimeSpan.FromDays(-2), TimeSpan.FromHours(-3));
        await CollectAsync(TimeSpan.FromHours(-2), TimeSpan.FromSeconds(-5));

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.Equal("95.8% of the last 24 hours is collected", page.Find("h1").TextContent));
        var debt = Assert.Single(page.FindAll(".debt tbody tr")).TextContent;
        Assert.Contains("(1 h)", debt, StringComparison.Ordinal);
        Assert.Contains("Not read yet. The next run, at 14:07:00 UTC, goes on with it.", debt, StringComparison.Ordinal);
        Assert.All(page.FindAll(".ln:not(.hd) .num"), n => Assert.Equal("1 h", n.TextContent));
        Assert.All(page.FindAll(".ln:not(.hd)"), lane => Assert.Single(lane.QuerySelectorAll(".strip i.due")));
    }

    [Fact]
    public async Task PartThatHasExpired_IsNoDebt_AndHasItsOwnLookAndWords()
    {
        await CollectAsync(TimeSpan.FromDays(-2), TimeSpan.Zero);
        await ExpireAsync("demo", new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.Equal("100% of the last 24 hours is collected", page.Find("h1").TextContent));
        Assert.Contains("9 h 54 min no longer kept · the rest collected", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Nothing is owed in this window.", page.Markup, StringComparison.Ordinal);
        Assert.All(page.FindAll(".ln:not(.hd)"), lane => Assert.Single(lane.QuerySelectorAll(".strip i.ex")));
        Assert.All(page.FindAll(".ln:not(.hd) .num"), n => Assert.Equal("none", n.TextContent));
        Assert.Contains("no longer kept", page.Find(".covkey").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WindowThatHasExpiredWhole_SaysSo()
    {
        await CollectAsync(TimeSpan.FromDays(-2), TimeSpan.Zero);
        await ExpireAsync("demo", new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

        var page = Open<CollectionPage>("/collection?from=2026-11-22T00:00:00Z&to=2026-11-22T12:00:00Z");

        page.WaitForAssertion(() => Assert.Equal("This window is no longer kept", page.Find("h1").TextContent));
        Assert.All(page.FindAll(".ln:not(.hd) .num"), n => Assert.Equal("no longer kept", n.TextContent));
    }

    [Fact]
    public async Task FailedWindow_SaysWhyAndThatItIsTriedAgain()
    {
        Harvest.IsScheduled = true;
        await CollectAsync(TimeSpan.FromDays(-2), TimeSpan.FromHours(-1));
        var failed = TimeWindow.Between(Clock.GetUtcNow().AddHours(-1), Clock.GetUtcNow());
        await Runs.NoteFailedWindowAsync("demo", ["secrets"], failed, "The log group does not exist.", lease: null, Token);

        var page = Open<CollectionPage>("/collection?range=6h");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".debt tbody tr")));
        var row = page.FindAll(".debt tbody tr").Single(r => r.TextContent.Contains("log group", StringComparison.Ordinal)).TextContent;
        Assert.Contains("The log group does not exist. The next run, at 14:07:00 UTC, tries again.", row, StringComparison.Ordinal);
        Assert.Single(page.FindAll(".strip i.er"), i => i.Closest(".ln") is not null);
    }

    [Fact]
    public async Task SourceThatCannotBeRead_IsNamed_AndItsLanesClaimNothing()
    {
        await Services.GetRequiredService<ClusterStore>().RegisterAsync("away", "Files", null, Token);
        await Runs.NoteProblemAsync("away", "/var/log/audit.log", "/var/log/audit.log cannot be read: permission denied.", Token);

        var page = Open<CollectionPage>("/collection?cluster=away");

        page.WaitForAssertion(() => Assert.Contains("permission denied", page.Find(".flag.w").TextContent, StringComparison.Ordinal));
        Assert.All(page.FindAll(".ln:not(.hd) .num"), n => Assert.Equal("cannot tell", n.TextContent));
        Assert.DoesNotContain("none owed", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "The first harvest starts by itself; this page fills as it goes.")]
    [InlineData(false, "The schedule is off: start a harvest with the command \"harvest --once\", or bring in files with \"import\"; this page fills as it goes.")]
    public async Task EmptyDatabase_IsReadyAndSaysWhatBringsTheFirstData(bool isScheduled, string expected)
    {
        Harvest.IsScheduled = isScheduled;
        await using (var connection = await Services.GetRequiredService<AuditDatabase>().OpenWriteAsync(Token))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM cluster";
            await command.ExecuteNonQueryAsync(Token);
        }

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.Equal("true", page.Find(".scope").GetAttribute("data-ready")));
        Assert.Equal(expected, page.Find(".state.not-collected p").TextContent);
        Assert.Equal("Nothing has been collected yet", page.Find("h1").TextContent);
        Assert.DoesNotContain("the last 0", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quarantine_ShowsTheFaultAndWhatItMayMatch()
    {
        var bytes = "{\"kind\":\"Event\",\"broken <b>"u8.ToArray();
        var record = new QuarantinedRecord(
            RecordIdentity.Compute("demo", bytes), new Redactor(new byte[32]).RedactUnreadable(bytes), "The record ends too early.", "a.log, line 7", null, ["aws-auth"]);
        await Services.GetRequiredService<EventIngest>().CommitAsync(new IngestBatch { Cluster = "demo", RunId = 0, Lease = null, Quarantined = [record] }, Token);

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".quarantine tbody tr")));
        var row = page.Find(".quarantine tbody tr");
        Assert.Contains("The record ends too early. a.log, line 7", string.Join(' ', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("aws-auth", row.QuerySelector("td:last-child")!.TextContent);
        Assert.Empty(row.QuerySelectorAll("details b"));
    }

    [Fact]
    public async Task Cost_ClusterThatIsNeverBilled_IsNotShown()
    {
        await CollectAsync(TimeSpan.FromDays(-2), TimeSpan.Zero);

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.Contains("Nothing is owed in this window.", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("Scanned and billed", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_ShowHowEachEnded()
    {
        var run = await Runs.StartAsync("demo", RunTrigger.Manual, Token);
        await Runs.EndAsync(run, RunState.Failed, "The source did not answer.", [], Token);

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".runs tbody tr")));
        var text = page.Find(".runs tbody tr").TextContent;
        Assert.Contains("by hand", text, StringComparison.Ordinal);
        Assert.Contains("The source did not answer.", text, StringComparison.Ordinal);
    }
}
