extern alias LocalCloudWatch;

using System.Text;
using Amazon.Runtime;
using AngleSharp.Dom;
using AuditDashboard.Actors;
using AuditDashboard.Explore;
using AuditDashboard.Explore.Asking;
using AuditDashboard.Explore.Editing;
using AuditDashboard.Explore.Running;
using AuditDashboard.Harvest.Asking;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.SavedQueries;
using AuditDashboard.Tests.EventList;
using AuditDashboard.Tests.SignIn;
using Bunit;
using LocalCloudWatch::AuditDashboard.LocalCloudWatch;
using LocalCloudWatch::AuditDashboard.LocalCloudWatch.Queries;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Explore;

/// <summary>Explore over the log group of the cluster "prod" on the local CloudWatch Logs server, whose log is known to get a million bytes a second.</summary>
public sealed class ExploreCloudWatchTests : ExploreTestContext, IAsyncLifetime
{
    private const string Group = "/aws/eks/prod/cluster";
    private const string Stream = "kube-apiserver-audit-1";
    private const string Written = "filter @logStream like \"kube-apiserver-audit\"\n| fields verb, objectRef.name\n| sort objectRef.name";
    private static readonly PageScope Prod = new() { Cluster = "prod" };

    private readonly QueryQueues _queues = new(TimeProvider.System, new CloudWatchOptions());
    private readonly LocalServerOptions _server = new() { Pace = _ => QueryPace.AtOnce };
    private LocalServer _logs = null!; // started before any test
    private CloudWatchLogSource _source = null!; // made before any test

    public ExploreCloudWatchTests() => Services.AddSingleton(_ => new ClusterRegistry(
    [
        new ConfiguredCluster(new ClusterOptions { Name = "demo", Source = "Demo" }, new SilentSource(), "* * * * *"),
        new ConfiguredCluster(new ClusterOptions { Name = "prod", Source = "CloudWatch", LogGroup = Group }, _source, "* * * * *"),
    ]));

    private TestPerson Person => Services.GetRequiredService<TestPerson>();

    private int Asked => _logs.Journal.Of("StartQuery").Count;

    public new async ValueTask InitializeAsync()
    {
        _server.CallsPerSecond.Clear();
        _logs = await LocalServer.StartAsync(_server, Token);
        _logs.Logs.GetOrAdd(Group).TryAddStream(Stream, 0);
        var options = new CloudWatchSourceOptions { LogGroup = Group, Region = "eu-west-1", Credentials = new BasicAWSCredentials("test", "test") };
        _source = new CloudWatchLogSource(options, _queues.Of(options), Clock, () => CloudWatchClients.Create(options, _logs.Url));
        await base.InitializeAsync();
        await Services.GetRequiredService<ClusterStore>().RegisterAsync("prod", "CloudWatch", Clock.GetUtcNow().AddDays(-7), Token);
        await Services.GetRequiredService<ScanCostStore>().AddAsync(
            "prod",
            [new ScanCharge(ScanPurpose.Harvest, ["denied"], 600_000_000, 600_000_000, new Storage.TimeWindow(0, 600_000_000), ScanPrice.ToPicos(600_000_000, 0.005))],
            Token);
    }

    [Fact]
    public async Task Link_ShowsTheEstimate_AndTheButtonAloneRunsIt()
    {
        Put(1, "delete", "a");
        Put(2, "create", "b");
        await Person.SignInAsync(DashboardRole.Reviewer, "rita");
        var page = OpenQuery(Written);

        // 86 400 s at 1 MB; 5 USD a day less a quarter and the 0.003 USD that were spent.
        await page.WaitForAssertionAsync(() => Assert.Equal(
            "It would scan about 86.4 GB, 0.43 USD, by what scans of the last days found: filters do not make it cheaper, a shorter time does. Of today’s budget of 5.00 USD, 3.75 USD are left for it; 1.25 USD are kept for changes of rights.",
            page.Find("[data-testid=ask-estimate]").TextContent));
        Assert.Contains("This link asks CloudWatch.", page.Markup, StringComparison.Ordinal);
        Assert.Equal(0, Asked);
        Assert.Empty(await ActivityAsync());

        await PressAsync(page, "Run for about 0.43 USD");

        await page.WaitForAssertionAsync(() => Assert.Equal("2 rows", page.Find("[data-testid=explore-count]").TextContent));
        Assert.Equal(1, Asked);
        Assert.Equal(["delete", "create"], page.FindAll("[data-testid=explore-row]").Select(row => row.QuerySelectorAll("td")[1].TextContent.Trim()));
        Assert.Contains("scanned for", page.Find("section[aria-label='Query and result'] .sech").TextContent, StringComparison.Ordinal);
        Assert.Contains("From CloudWatch", page.Find("[data-testid=explore-cautions]").TextContent, StringComparison.Ordinal);
        var deed = Assert.Single(await ActivityAsync());
        Assert.Equal("rita", deed.Actor);
        Assert.StartsWith("Ran over CloudWatch of prod, ", deed.Text, StringComparison.Ordinal);
        Assert.EndsWith(Written, deed.Text, StringComparison.Ordinal);
        var cost = Assert.Single(await Services.GetRequiredService<ScanCostStore>().GetDaysAsync("prod", DateOnly.MinValue, Token), d => d.Purpose == ScanPurpose.Explore);
        Assert.Equal(_logs.Journal.Of("GetQueryResults").Max(e => e.BytesScanned), cost.Bytes);
        await page.WaitForAssertionAsync(() => Assert.Contains("CloudWatch · prod", page.Find("[data-testid=history-row]").TextContent, StringComparison.Ordinal));
        var run = Assert.Single(await Services.GetRequiredService<QueryHistoryStore>().GetAsync("rita", 10, Token));
        Assert.Equal(("cloudwatch", "prod", 2), (run.Source, run.Cluster, run.Rows));

        // Back to it by the history: it is shown, and not run.
        Navigation.NavigateTo("/explore?cluster=prod");
        await page.WaitForAssertionAsync(() => Assert.Contains("Nothing was run yet.", page.Markup, StringComparison.Ordinal));
        Follow(page.Find("[data-testid=history-row] a"));
        await page.WaitForAssertionAsync(() => Assert.Contains("This link asks CloudWatch.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(1, Asked);
    }

    /// <summary>A scan of next to nothing: neither the button nor the sentence says "about under", or one price twice.</summary>
    [Theory]
    [InlineData(0.0000004, 0.0000005, "Run for under 0.000001 USD", "It would scan about 80.0 kB, under 0.000001 USD, by what")]
    [InlineData(0.0000004, 0.0000016, "Run for under 0.000001 USD", "It would scan about 80.0 kB, under 0.000001 USD, 0.0000016 USD at most, by what")]
    [InlineData(0.43, 0.44, "Run for about 0.43 USD", "It would scan about 80.0 kB, 0.43 USD, by what")]
    [InlineData(0.43, 0.86, "Run for about 0.43 USD", "It would scan about 80.0 kB, 0.43 USD, 0.86 USD at most, by what")]
    public void Words_OfAPrice_SayItOnce(double dollars, double most, string button, string sentence)
    {
        var plan = new AskPlan { Cluster = "prod", Bytes = 80_000, Dollars = dollars, MostDollars = most };

        Assert.Equal(button, AskWords.Button(plan));
        Assert.StartsWith(sentence, AskWords.Estimate(plan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeysAndFiltersByAClick_RunNothing()
    {
        Put(1, "delete", "a");
        var page = OpenQuery(Written);
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll("[data-testid=ask-estimate]")));

        await page.InvokeAsync(() => page.FindComponent<QueryEditor>().Instance.OnRun(Written));

        await page.WaitForAssertionAsync(() => Assert.Contains("press its button, which says what it costs", page.Find("[data-testid=explore-problem]").TextContent, StringComparison.Ordinal));
        Assert.Equal(0, Asked);

        await PressAsync(page, "Run for about 0.43 USD");
        await page.WaitForAssertionAsync(() => Assert.Equal("1 row", page.Find("[data-testid=explore-count]").TextContent));
        await page.InvokeAsync(() => page.FindAll("button[aria-label^='Only ']")[0].Click());

        await page.WaitForAssertionAsync(() => Assert.Contains("This link asks CloudWatch.", page.Markup, StringComparison.Ordinal));
        Assert.StartsWith("filter ", PageQuery.Parse(Navigation.Uri).Take("q"), StringComparison.Ordinal);
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task Budget_ThatDoesNotReach_ForbidsTheButton()
    {
        Harvest.DailyBudget = 0.5;
        var page = OpenQuery(Written);

        await page.WaitForAssertionAsync(() => Assert.Equal(
            "It is not run: it may cost up to 0.43 USD, by the busiest scan of the last days. Of today’s budget of 0.50 USD, 0.37 USD are left for it; 0.13 USD are kept for changes of rights. Choose a shorter time range, or run it after 00:00 UTC. The setting is Harvest:DailyBudget.",
            page.Find("[data-testid=ask-estimate]").TextContent));
        Assert.True(page.Find("[data-testid=ask-box] button").HasAttribute("disabled"));

        // Whatever the circuit is sent: the run asks again.
        var outcome = Assert.IsType<ExploreOutcome.Failed>(await OutcomeAsync(Ask(Written, ExploreSource.CloudWatch, "prod")));
        Assert.StartsWith("It is not run: ", outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, Asked);
    }

    [Fact]
    public async Task Cancel_StopsTheQuery()
    {
        // The server's clock is the real one, and an hour is long enough.
        _server.Pace = _ => new QueryPace(TimeSpan.Zero, TimeSpan.FromHours(1));
        Put(1, "delete", "a");
        var page = OpenQuery(Written);
        await PressAsync(page, "Run for about 0.43 USD");
        await page.WaitForAssertionAsync(() => Assert.StartsWith("CloudWatch runs the query: ", page.Find("[data-testid=explore-progress]").TextContent, StringComparison.Ordinal));
        await page.WaitForAssertionAsync(() => Assert.Equal(1, Asked));

        await page.InvokeAsync(() => page.Find("[data-stop]").Click());

        await page.WaitForAssertionAsync(() => Assert.Contains("You cancelled the query, and CloudWatch was told to stop it.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(_logs.Journal.Of("StartQuery")[0].QueryId, Assert.Single(_logs.Journal.Of("StopQuery")).QueryId);
        Assert.Empty(page.FindAll("[data-testid=explore-row]"));
    }

    [Fact]
    public async Task Viewer_SeesNoSource_AndALinkRunsNothing()
    {
        await Person.SignInAsync(DashboardRole.Viewer);

        var plain = Open<ExplorePage>("/explore?cluster=prod");
        await plain.WaitForAssertionAsync(() => Assert.Contains("Nothing was run yet.", plain.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain(plain.FindAll(".seg button"), button => button.TextContent.Contains("CloudWatch", StringComparison.Ordinal));

        var linked = OpenQuery(Written);
        await linked.WaitForAssertionAsync(() => Assert.Equal("Running a query on CloudWatch needs the role reviewer", linked.Find("[data-testid=ask-box]").TextContent.Trim()));
        Assert.Empty(linked.FindAll("[data-testid=ask-box] button"));
        Assert.Equal(0, Asked);
    }

    [Fact]
    public async Task Role_OfTheSettings_IsAskedAgainWhenItRuns()
    {
        await Person.SignInAsync(DashboardRole.Reviewer);
        var page = OpenQuery(Written);
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll("[data-testid=ask-estimate]")));

        // What the page shows is older than the right. Both are done in one turn of the renderer: it could show the new right otherwise.
        await PressAsync(page, "Run for about 0.43 USD", before: () => Options.CloudWatchRole = DashboardRole.Administrator);

        await page.WaitForAssertionAsync(() => Assert.Contains("This needs the role administrator; you are signed in as reviewer.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(0, Asked);
        Assert.Empty(await ActivityAsync());
    }

    [Fact]
    public async Task OtherClusters_HaveNoSuchSource()
    {
        var page = Open<ExplorePage>("/explore?cluster=demo");

        await page.WaitForAssertionAsync(() => Assert.Contains("Nothing was run yet.", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll(".seg button"), button => button.TextContent.Contains("CloudWatch", StringComparison.Ordinal));

        Navigation.NavigateTo("/explore?cluster=prod");
        await page.WaitForAssertionAsync(() => Assert.Contains(page.FindAll(".seg button"), button => button.TextContent == "CloudWatch of prod"));
    }

    [Theory]
    [InlineData("SOURCE '/aws/eks/other/cluster' | fields verb", "The query's SOURCE names log groups")]
    [InlineData("fields verb | filter verb in (fields verb | filter verb = 'get')", "A query inside 'in (…)'")]
    public async Task Text_ThatReachesBeyondTheEstimate_IsRefused(string text, string sentence)
    {
        var outcome = Assert.IsType<ExploreOutcome.Failed>(await OutcomeAsync(Ask(text, ExploreSource.CloudWatch, "prod")));

        Assert.StartsWith(sentence, outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, Asked);
    }

    [Fact]
    public void Notes_OfCloudWatch_AreShownForItAlone()
    {
        Assert.Equal(["N-STREAM"], Runner.Check("stats count(*)", ExploreSource.CloudWatch).Select(note => note.Code));
        Assert.Empty(Runner.Check("stats count(*)"));
    }

    [Fact]
    public async Task Rows_LoseTheirSecrets_AndKnowTheirEvents()
    {
        const string Token64 = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImFiYyJ9.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQifQ.c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJl";
        var record = Record(1, "delete", "roles", "a", extra: $"\"requestObject\":{{\"note\":\"{Token64}\"}},");
        Put(1, record);

        var result = await RunAsync(Ask("fields @message, requestObject.note", ExploreSource.CloudWatch, "prod"));

        var row = Assert.Single(result.Rows);
        Assert.DoesNotContain(row.Cells, cell => cell?.Contains(Token64, StringComparison.Ordinal) == true);
        Assert.Contains("[redacted length=", row.Cells[0], StringComparison.Ordinal);
        Assert.Contains("[redacted length=", row.Cells[1], StringComparison.Ordinal);
        Assert.Equal(Kubernetes.Audit.RecordIdentity.Compute("prod", Encoding.UTF8.GetBytes(record)).LinkId, row.EventId);
        Assert.Equal((1, 1), (result.Records, result.Matched));
    }

    [Fact]
    public async Task Actor_AskForTheRest_OpensItsQueryWithTheEstimate()
    {
        Put(1, "get", "seen by nobody");
        var page = Open<ActorPage>("/actor?cluster=prod&name=jane");
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll("[data-testid=ask-rest]")));
        var link = page.Find("[data-testid=ask-rest]");
        Assert.Equal("Ask CloudWatch for the rest", link.TextContent.Trim());

        var explore = Open<ExplorePage>(link.GetAttribute("href")!);

        await explore.WaitForAssertionAsync(() => Assert.StartsWith("It would scan about 86.4 GB", explore.Find("[data-testid=ask-estimate]").TextContent, StringComparison.Ordinal));
        Assert.Equal(0, Asked);
        await PressAsync(explore, "Run for about 0.43 USD");
        await explore.WaitForAssertionAsync(() => Assert.Equal("1 row", explore.Find("[data-testid=explore-count]").TextContent));
        Assert.Contains("seen by nobody", explore.Find("[data-testid=explore-row]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actor_ForAViewer_HasNoSuchButton()
    {
        await Person.SignInAsync(DashboardRole.Viewer);

        var page = Open<ActorPage>("/actor?cluster=prod&name=jane");

        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll("[data-testid=actor-name]")));
        Assert.Empty(page.FindAll("[data-testid=ask-rest]"));
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        _source.Dispose();
        _queues.Dispose();
        await _logs.DisposeAsync();
    }

    private void Put(double minutesAgo, string verb, string name) => Put(minutesAgo, Record(minutesAgo, verb, "roles", name));

    private void Put(double minutesAgo, string record) =>
        _logs.Logs.Add(Group, Stream, Clock.GetUtcNow().AddMinutes(-minutesAgo).ToUnixTimeMilliseconds(), Encoding.UTF8.GetBytes(record), visibleAtMs: 0);

    private Task<IReadOnlyList<ActivityEntry>> ActivityAsync() => Services.GetRequiredService<ActivityStore>().GetAsync(null, ActivityKind.Query, 10, Token);

    private IRenderedComponent<ExplorePage> OpenQuery(string text) =>
        Open<ExplorePage>(DashboardUrls.Explore(Prod, new ExploreState { Text = text, Source = ExploreSource.CloudWatch }.ToPairs()));

    private static async Task PressAsync(IRenderedComponent<ExplorePage> page, string name, Action? before = null)
    {
        await page.WaitForAssertionAsync(() => Assert.False(Button(page, name).HasAttribute("disabled")));
        await page.InvokeAsync(() =>
        {
            before?.Invoke();
            Button(page, name).Click();
        });
    }

    private static IElement Button(IRenderedComponent<ExplorePage> page, string name) => page.FindAll("[data-testid=ask-box] button").Single(button => button.TextContent.Trim() == name);
}
