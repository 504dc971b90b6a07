using AuditDashboard.Explore;
using AuditDashboard.Explore.Results;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.SavedQueries;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Explore;

public sealed class ExplorePageTests : ExploreTestContext
{
    private static readonly PageScope Demo = new() { Cluster = "demo" };

    [Fact]
    public async Task Link_WithAQuery_RunsAtOnceAndLeadsToEvents()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"), Record(2, "create", "roles", "b"));

        var page = OpenQuery("fields verb, objectRef.name | sort objectRef.name");

        page.WaitForAssertion(() => Assert.Equal("2 rows", Count(page)));
        var link = page.FindAll("[data-testid=explore-row] a[aria-label='Open the event of row 1']").Single();
        var run = Assert.IsType<AuditDashboard.Explore.Running.ExploreOutcome.Rows>(await OutcomeAsync(Ask("fields objectRef.name | sort objectRef.name"))).Result;
        Assert.StartsWith("/event/" + run.Rows[0].EventId, link.GetAttribute("href"), StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("2 rows from 2 matching", page.Find("section[aria-label='Query and result'] > span[role=status]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Link_WithoutAQuery_RunsNothing()
    {
        var page = Open<ExplorePage>("/explore?cluster=demo");

        page.WaitForAssertion(() => Assert.Contains("Nothing was run yet.", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=explore-count]"));
    }

    [Fact]
    public async Task Link_OverFiles_ReadsThemOnAClickOnly()
    {
        Write("a.log", Record(1, "get", "pods", "p"));
        var page = Open<ExplorePage>(DashboardUrls.Explore(new PageScope { Cluster = "lab" }, new ExploreState { Text = "fields verb", Source = ExploreSource.Files }.ToPairs()));
        page.WaitForAssertion(() => Assert.Contains("This link asks to read files.", page.Markup, StringComparison.Ordinal));
        Assert.Empty(await Services.GetRequiredService<QueryHistoryStore>().GetAsync(Person.Local.Name, 10, Token));

        await page.InvokeAsync(() => page.FindAll(".run button").First(b => b.TextContent == "Run").Click());

        page.WaitForAssertion(() => Assert.Equal("1 row", Count(page)));
        Assert.Contains("From files: completeness unknown", page.Find("[data-testid=explore-cautions]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistake_IsASentenceWithItsPlace()
    {
        var page = OpenQuery("fields verb\n| filtr verb = 1");

        page.WaitForAssertion(() => Assert.Contains("The query was not run.", page.Markup, StringComparison.Ordinal));
        Assert.Contains("2:3: Found 'filtr'", page.Markup, StringComparison.Ordinal);
        Assert.Contains("2:3", page.Find("[data-testid=query-problem]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void HiddenCharacterInTheQuery_IsNamedBelowIt()
    {
        var page = OpenQuery("filter user.username = 'alice\u202Enimda'");

        page.WaitForAssertion(() => Assert.Contains("Hidden here: \\u202E.", page.Find("[data-testid=query-problem]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RecordWithHalfACharacter_IsCountedAmongTheFields()
    {
        // As JSON, since no string holds it: as a value, and as the name of a member.
        var half = Record(2, "create", "roles", "put-here", extra: "\"requestObject\":{\"put-here\":1},").Replace("put-here", "\\ud800", StringComparison.Ordinal);
        await StoreAsync(Record(1, "delete", "roles", "a"), half);

        var page = OpenQuery("fields @message");

        page.WaitForAssertion(() => Assert.Equal("2 rows", Count(page)));
        page.WaitForAssertion(() => Assert.Contains("\\ud800", page.Find("aside").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task HostileText_IsShownWithMarksAndNeverAsMarkup()
    {
        await StoreAsync(Record(1, "delete", "roles", "a", user: "\u202Eevil\u0007<img src=x onerror=alert(1)>"));

        var table = OpenQuery("fields user.username");
        table.WaitForAssertion(() => Assert.Equal("1 row", Count(table)));
        Assert.Empty(table.FindAll("img"));
        Assert.DoesNotContain("\u202E", table.Find("[data-testid=explore-row]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", table.Find("[data-testid=field-value]").TextContent, StringComparison.Ordinal);
        Assert.Contains("evil", table.Find("[data-testid=explore-row]").TextContent, StringComparison.Ordinal);

        foreach (var view in (ExploreView[])[ExploreView.Raw, ExploreView.Chart])
        {
            var page = Open<ExplorePage>(DashboardUrls.Explore(Demo, new ExploreState { Text = "stats count(*) by user.username", View = view }.ToPairs()));
            page.WaitForAssertion(() => Assert.Equal("1 row", Count(page)));
            Assert.Empty(page.FindAll("img"));
            Assert.DoesNotContain("\u202E", page.Markup, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Field_OnlyAndNot_AddAFilterAndRunIt()
    {
        await StoreAsync(Record(1, "delete", "roles", "a", user: "a\"b"), Record(2, "create", "roles", "b", user: "bob"), Record(3, "create", "roles", "c", user: "bob"));
        var page = OpenQuery("fields user.username");
        page.WaitForAssertion(() => Assert.Equal("3 rows", Count(page)));

        await page.InvokeAsync(() => page.Find("[data-testid=field-value] button[aria-label='Not user.username bob']").Click());

        page.WaitForAssertion(() => Assert.Equal("1 row", Count(page)));
        Assert.Equal("filter user.username != \"bob\" or not ispresent(user.username)\n| fields user.username", PageQuery.Parse(Navigation.Uri).Take("q"));

        await page.InvokeAsync(() => page.Find("[data-testid=field-value] button[aria-label^='Only user.username']").Click());

        page.WaitForAssertion(() => Assert.StartsWith("filter user.username = \"a\\\"b\"\n|", PageQuery.Parse(Navigation.Uri).Take("q"), StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal("1 row", Count(page)));
    }

    [Fact]
    public async Task Bins_AreDrawnAsATimeSeriesThatHoldsTheCounts()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"), Record(2, "create", "roles", "b"), Record(62, "create", "roles", "c"));

        var page = Open<ExplorePage>(DashboardUrls.Explore(Demo, new ExploreState { Text = "stats count(*) by bin(1h), verb", View = ExploreView.Chart }.ToPairs()));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindComponents<TimeChart>()));
        var model = page.FindComponent<TimeChart>().Instance.Model;
        Assert.Equal(60, model.WidthMinutes);
        Assert.Equal([("create", 2), ("delete", 1)], model.Series.Select(s => (s.Label, s.Counts.Sum())));
    }

    [Fact]
    public async Task Groups_AreDrawnAsBarsInTheResultsOrder()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"), Record(2, "create", "roles", "b"), Record(3, "create", "roles", "c"));

        var page = Open<ExplorePage>(DashboardUrls.Explore(Demo, new ExploreState { Text = "stats count(*) as n by verb | sort n desc", View = ExploreView.Chart }.ToPairs()));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=explore-bars] tbody tr").Count));
        Assert.Equal(["create2", "delete1"], page.FindAll("[data-testid=explore-bars] tbody tr").Select(r => string.Concat(r.TextContent.Where(char.IsLetterOrDigit))));
    }

    [Fact]
    public async Task Averages_OverTime_AreNotStacked()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"), Record(62, "create", "roles", "c", code: 403));

        var result = await RunAsync(Ask("stats avg(responseStatus.code) by bin(1h)"));

        Assert.IsType<ResultChart.Groups>(ResultChart.Of(result, ResultShape.Of(result)));
    }

    [Fact]
    public async Task Groups_WhoseNamesReadAlike_AreDrawnApart()
    {
        await StoreAsync(Record(1, "delete", "roles", "c", user: "a · b"), Record(2, "delete", "roles", "b · c", user: "a"));

        var result = await RunAsync(Ask("stats count(*) by bin(1h), user.username, objectRef.name"));

        var chart = Assert.IsType<ResultChart.Counts>(ResultChart.Of(result, ResultShape.Of(result)));
        Assert.Equal([("a · b · c", 1), ("a · b · c", 1)], chart.Model.Series.Select(s => (s.Label, s.Counts.Sum())));
    }

    [Fact]
    public async Task Sums_BeyondWhatABarHolds_AreDrawnAsBarsOfTheirRows()
    {
        await StoreAsync([.. Enumerable.Range(1, 200).Select(i => Record(i, "delete", "roles", $"r{i}", code: 16_000_000))]);

        var result = await RunAsync(Ask("stats sum(responseStatus.code) by bin(1h), objectRef.name"));

        var chart = Assert.IsType<ResultChart.Groups>(ResultChart.Of(result, ResultShape.Of(result)));
        Assert.All(chart.Bars, b => Assert.Equal(16_000_000, b.Value));
    }

    [Fact]
    public async Task Columns_MoreThanATableHolds_AreCutAndSaid_AndTheOpenRowHasThemAll()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"));
        var text = "fields " + string.Join(", ", Enumerable.Range(1, ResultTable.MaxColumns + 20).Select(i => $"verb as v{i}"));

        var page = Open<ExplorePage>(DashboardUrls.Explore(Demo, new ExploreState { Text = text, Row = 1 }.ToPairs()));

        page.WaitForAssertion(() => Assert.Equal("1 row", Count(page)));
        Assert.StartsWith("The first 60 of 80 columns", page.Find("[data-testid=explore-columns-cut]").TextContent, StringComparison.Ordinal);
        Assert.Equal(ResultTable.MaxColumns + 2, page.FindAll("[data-testid=explore-table] thead th").Count);
        Assert.Equal(ResultTable.MaxColumns + 20, page.FindAll("[data-testid=row-detail] dt").Count);
    }

    [Fact]
    public async Task RowsLeftOut_AreSaidBesideTheCount()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"));
        var result = await RunAsync(Ask("fields verb"));

        var panel = Render<ResultPanel>(p => p
            .Add(c => c.Result, result with { RowsLeftOut = 3 }).Add(c => c.State, new ExploreState()).Add(c => c.Scope, Demo).Add(c => c.UrlOf, _ => "/explore"));

        Assert.Equal("First 1 row", panel.Find("[data-testid=explore-count]").TextContent);
        Assert.Contains("3 more rows were left out", panel.Find("[data-testid=explore-cautions] .flag.w").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistake_OfTheRunBefore_IsNotShownWhileTheNextOneRuns()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"));
        using var run = new AuditDashboard.Explore.Running.ExploreRun(Runner, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, () => Task.CompletedTask);
        await run.StartAsync(Ask("filtr"));
        Assert.IsType<AuditDashboard.Explore.Running.ExploreOutcome.Refused>(run.Outcome);

        var next = run.StartAsync(Ask("fields verb"));

        Assert.True(!run.IsRunning || run.Outcome is null);
        Assert.IsType<AuditDashboard.Explore.Running.ExploreOutcome.Rows>(await next);
    }

    [Fact]
    public async Task Run_FromTheEditor_IsNotWrittenBackOverWhatWasTypedSince()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"));
        var page = OpenQuery("fields verb");
        page.WaitForAssertion(() => Assert.Equal("1 row", Count(page)));
        var editor = page.FindComponent<AuditDashboard.Explore.Editing.QueryEditor>().Instance;
        var written = JSInterop.Invocations.Count(i => i.Identifier == "write");
        Assert.Equal(0, written); // nor at the start

        await page.InvokeAsync(() => editor.OnRun("fields stage"));

        page.WaitForAssertion(() => Assert.Equal("fields stage", PageQuery.Parse(Navigation.Uri).Take("q")));
        page.WaitForAssertion(() => Assert.Contains("stage", page.Find("[data-testid=explore-table] thead").TextContent, StringComparison.Ordinal));
        Assert.Equal(written, JSInterop.Invocations.Count(i => i.Identifier == "write"));

        await page.InvokeAsync(() => Navigation.NavigateTo(DashboardUrls.ExploreOf("fields verb", Demo)));

        page.WaitForAssertion(() => Assert.Equal(written + 1, JSInterop.Invocations.Count(i => i.Identifier == "write")));
        page.WaitForAssertion(() => Assert.Contains("verb", page.Find("[data-testid=explore-table] thead").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ThatWaits_SaysSo_AndCancelEndsIt()
    {
        Options.ConcurrentRuns = 1;
        using var began = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var other = Task.Run(
            () => OutcomeAsync(
                Ask("fields verb"),
                _ =>
                {
                    began.Set();
                    goOn.Wait(Token);
                }),
            Token);
        began.Wait(Token);
        var page = OpenQuery("fields stage");
        page.WaitForAssertion(() => Assert.Contains("Waiting for other queries", page.Find("[data-testid=explore-progress]").TextContent, StringComparison.Ordinal));

        await page.InvokeAsync(() => page.Find("[data-stop]").Click());

        page.WaitForAssertion(() => Assert.Contains("cancelled before its turn came", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".state.empty"));
        goOn.Set();
        await other;
    }

    [Fact]
    public async Task Page_LeftWhileItsQueryRuns_GivesItsTurnBackAndRemembersNothing()
    {
        Options.ConcurrentRuns = 1;
        using var began = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var other = Task.Run(
            () => OutcomeAsync(
                Ask("fields verb"),
                _ =>
                {
                    began.Set();
                    goOn.Wait(Token);
                }),
            Token);
        began.Wait(Token);
        var page = OpenQuery("fields stage");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=explore-progress]")));

        await DisposeComponentsAsync();
        goOn.Set();
        await other;

        Assert.IsType<AuditDashboard.Explore.Running.ExploreOutcome.Rows>(await OutcomeAsync(Ask("fields verb")));
        Assert.Empty(await Services.GetRequiredService<QueryHistoryStore>().GetAsync(Person.Local.Name, 10, Token));
    }

    [Fact]
    public async Task Source_ChosenButNotRun_OutlivesAnotherRange()
    {
        var page = Open<ExplorePage>(DashboardUrls.Explore(new PageScope { Cluster = "lab" }, new ExploreState { Text = "fields verb" }.ToPairs()));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=explore-cautions]")));
        await page.InvokeAsync(() => page.FindAll(".run button").Single(b => b.TextContent == "Files").Click());

        await page.InvokeAsync(() => Navigation.NavigateTo(DashboardUrls.Explore(new PageScope { Cluster = "lab" }.Over(Day), new ExploreState { Text = "fields verb" }.ToPairs())));

        Assert.Equal("true", page.FindAll(".run button").Single(b => b.TextContent == "Files").GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task Save_OfAnEmptyEditor_IsRefusedInSight()
    {
        var page = OpenQuery("fields verb");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=explore-count]")));
        await page.InvokeAsync(() => page.FindComponent<AuditDashboard.Explore.Editing.QueryEditor>().Instance.OnText(" "));
        await page.InvokeAsync(() => page.FindAll(".run button").Single(b => b.TextContent == "Save query").Click());
        await page.InvokeAsync(() => page.FindAll(".save-form input")[0].Input("nothing"));

        await page.InvokeAsync(() => page.Find(".save-form").Submit());

        Assert.StartsWith("The editor is empty.", page.Find("[data-testid=explore-problem]").TextContent, StringComparison.Ordinal);
        Assert.Empty(await Services.GetRequiredService<SavedQueryStore>().GetAsync(Person.Local.Name, Token));
    }

    [Fact]
    public async Task NothingCollected_IsNoEmptyResult()
    {
        var uncollected = OpenQuery("fields verb");
        uncollected.WaitForAssertion(() => Assert.NotEmpty(uncollected.FindAll(".state.not-collected")));

        await CollectAsync(TimeSpan.FromHours(-24), TimeSpan.Zero);
        var empty = OpenQuery("fields verb, stage");

        empty.WaitForAssertion(() => Assert.NotEmpty(empty.FindAll(".state.empty")));
        Assert.Contains("No rows.", empty.Find(".state.empty").TextContent, StringComparison.Ordinal);
        Assert.Empty(empty.FindAll(".state.not-collected"));
    }

    [Fact]
    public async Task Run_IsRemembered_AndLeadsBackToItsQuery()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"));

        var page = OpenQuery("fields verb | limit 9");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=history-row]")));
        var row = page.Find("[data-testid=history-row]");
        Assert.Equal("fields verb | limit 9", PageQuery.Parse(row.QuerySelector("a")!.GetAttribute("href")!).Take("q"));
        Assert.Contains("demo", row.TextContent, StringComparison.Ordinal);
        var run = Assert.Single(await Services.GetRequiredService<QueryHistoryStore>().GetAsync(Person.Local.Name, 10, Token));
        Assert.Equal((1, 1, QueryRunOutcome.Complete), (run.Rows, run.Records, run.Outcome));
    }

    [Fact]
    public async Task SaveQuery_KeepsIt_AndRemovingTakesItAway()
    {
        var page = OpenQuery("fields verb | limit 9");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-testid=explore-count]")));
        await page.InvokeAsync(() => page.FindAll(".run button").Single(b => b.TextContent == "Save query").Click());
        await page.InvokeAsync(() => page.Find(".save-form").Submit());
        Assert.Contains("Write a name.", page.Find(".save-form [role=alert]").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.FindAll(".save-form input")[0].Input("mine <b>"));
        await page.InvokeAsync(() => page.Find(".save-form input[type=checkbox]").Change(true));

        await page.InvokeAsync(() => page.Find(".save-form").Submit());

        page.WaitForAssertion(() => Assert.Contains("mine <b>", page.Find("section[aria-label='Saved queries']").TextContent, StringComparison.Ordinal));
        var saved = Assert.Single(await Services.GetRequiredService<SavedQueryStore>().GetAsync(Person.Local.Name, Token));
        Assert.Equal(("fields verb | limit 9", true), (saved.Text, saved.IsShared));

        await page.InvokeAsync(() => page.Find("section[aria-label='Saved queries'] button").Click());

        page.WaitForAssertion(() => Assert.Contains("None yet.", page.Find("section[aria-label='Saved queries']").TextContent, StringComparison.Ordinal));
        Assert.Empty(await Services.GetRequiredService<SavedQueryStore>().GetAsync(Person.Local.Name, Token));
    }

    [Fact]
    public async Task StartingTexts_OfAllCannedQueries_SelectWhatIsStoredForThem()
    {
        await StoreAsync(Record(1, "delete", "roles", "a"), Record(2, "get", "secrets", "s", group: "", code: 403), Record(3, "patch", "configmaps", "aws-auth", group: "", ns: "kube-system"));
        foreach (var query in QueryCatalog.BuiltIn.Queries)
        {
            var filter = new Storage.Events.EventFilter { Cluster = "demo", QueryIds = [query.Id] };
            var stored = await Services.GetRequiredService<Storage.Events.EventReader>().GetPageWithJsonAsync(filter, null, 100, Token);

            var result = await RunAsync(Ask(StartingText.Of(query)));

            Assert.Equal(stored.Item1.Select(e => e.Row.Id).Order(), result.Rows.Select(r => r.EventId).Order());
        }
    }

    [Fact]
    public void QueriesPage_EachQuery_OpensInExplore()
    {
        var query = QueryCatalog.BuiltIn.Queries.Single(q => q.Id == "secrets");

        var page = Open<QueriesPage>("/queries?query=secrets");

        page.WaitForAssertion(() => Assert.Contains(page.FindAll("a"), a => a.TextContent == "Open in Explore"));
        var href = page.FindAll("a").Single(a => a.TextContent == "Open in Explore").GetAttribute("href")!;
        Assert.StartsWith("/explore?", href, StringComparison.Ordinal);
        Assert.Equal(StartingText.Of(query), PageQuery.Parse(href).Take("q"));
    }

    private static string Count(IRenderedComponent<ExplorePage> page) => page.Find("[data-testid=explore-count]").TextContent;

    private IRenderedComponent<ExplorePage> OpenQuery(string text) => Open<ExplorePage>(DashboardUrls.ExploreOf(text, Demo));
}
