using AngleSharp.Dom;
using AuditDashboard.Changes;
using AuditDashboard.Investigation.Effects;
using AuditDashboard.Overview;
using AuditDashboard.Queue;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Tests.EventList;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using static AuditDashboard.Tests.Investigation.RbacRecords;

namespace AuditDashboard.Tests.Investigation.Effects;

/// <summary>Risk and effect of changes in lists, from stored records to what a person reads.</summary>
public sealed class ListEffectsTests : PageTestContext
{
    private const string Everything = """
        "rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]
        """;

    [Fact]
    public async Task Changes_OfEachKind_SayRiskAndEffectAsTheirPanelsDo()
    {
        await StoreAllKindsAsync();
        var page = Open<ChangesPage>("/changes");
        await WaitAsync(page);

        Assert.Equal(
            [
                ("Risk cannot be told", "cannot tell"),
                ("Nothing new", "−2"),
                ("High", ""),
                ("Critical", "locked out"),
                ("Critical", "+1 row"),
                ("Medium", "+1"),
                ("Low", "unknown before"),
                ("Low", "+1"),
                ("Nothing new", "none"),
            ],
            RowsOf(page));

        var links = page.FindAll(".row-link").Select(link => link.GetAttribute("href")!).ToList();
        foreach (var (href, (risk, effect)) in links.Zip(RowsOf(page)).ToList())
        {
            Navigation.NavigateTo(href);
            await page.WaitForAssertionAsync(() =>
            {
                var gist = Squeeze(page.Find(".panel .say"));
                Assert.Equal(risk, page.FindAll(".panel .phr .riskw") is [var word] ? word.TextContent : CannotTell(page));
                Assert.Equal(effect == "+1", gist.Contains("It allows at least 1 more permission.", StringComparison.Ordinal));
                Assert.Equal(effect == "−2", gist.Contains("It allows at least 2 fewer permissions.", StringComparison.Ordinal));
            });
        }
    }

    [Fact]
    public async Task Effect_OfARequestWithoutEffect_IsSaidToScreenReadersAlone()
    {
        await StoreAllKindsAsync();
        var page = Open<ChangesPage>("/changes");
        await WaitAsync(page);

        var refused = page.FindAll("[data-testid=event-row]")[2];

        Assert.Equal("It asked to allow at least 1 permission more. The request took no effect.", refused.QuerySelector(".c-eff .vh")!.TextContent);
        Assert.StartsWith("High. It asked to allow", refused.QuerySelector(".risk")!.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Effect_BecomesAnother_WhenARecordFromBeforeComesLate()
    {
        await StoreAsync(Binding("create", 20, "eve"));
        var list = Render<ListEffects>(with => with.Add(c => c.Rows, []).Add(c => c.ChildContent, _ => { }));
        var row = (await RowsAsync()).Single();
        list.Render(with => with.Add(c => c.Rows, [row]).Add(c => c.ChildContent, ListEffects.EffectOf(row)));
        await list.WaitForAssertionAsync(() => Assert.Equal("cannot tell", list.Find(".effect").TextContent));

        await StoreAsync(Role("create", 30, 201, "5", Rules("get", "pods")));
        list.Render(with => with.Add(c => c.Rows, [row]));

        await list.WaitForAssertionAsync(() => Assert.Equal("+1", list.Find(".effect").TextContent));
    }

    [Fact]
    public async Task Effect_ThatCannotBeRead_SaysSoAndNothingElse()
    {
        await StoreAsync(Binding("create", 20, "eve"));
        var row = (await RowsAsync()).Single();
        await using (var connection = await Services.GetRequiredService<AuditDatabase>().OpenWriteAsync(Token))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "ALTER TABLE event RENAME TO elsewhere";
            await command.ExecuteNonQueryAsync(Token);
        }

        var list = Render<ListEffects>(with => with.Add(c => c.Rows, [row]).Add(c => c.ChildContent, builder =>
        {
            builder.AddContent(0, ListEffects.RiskOf(row));
            builder.AddContent(1, ListEffects.EffectOf(row));
        }));

        await list.WaitForAssertionAsync(() => Assert.Equal("Risk cannot be told", list.Find(".risk").GetAttribute("aria-label")));
        Assert.Equal("What it allows could not be worked out. The log has the details.", list.Find(".effect").GetAttribute("title"));
    }

    [Fact]
    public async Task Record_ThatIsNoLongerStored_CannotBeTold()
    {
        await StoreAsync(Binding("create", 20, "eve"));
        var row = (await RowsAsync()).Single();

        Assert.Equal((null, "What it allows cannot be told: The record is no longer stored."), Of(await Services.GetRequiredService<ChangeEffectReader>().ReadAsync(row with { Id = new string('0', 32) }, Token)));
        Assert.NotNull((await Services.GetRequiredService<ChangeEffectReader>().ReadAsync(row, Token)).Level);

        static (object? Level, string Words) Of(ChangeEffect effect) => (effect.Level, effect.Words);
    }

    [Fact]
    public async Task OverviewAndQueue_ShowThemToo()
    {
        await StoreAllKindsAsync();

        var overview = Open<OverviewPage>("/?range=6h");
        await WaitAsync(overview);
        Assert.Contains("Critical", overview.FindAll(".lt .risk").Select(risk => risk.GetAttribute("aria-label")));
        Assert.Contains("+1 row", overview.FindAll(".lt .effect").Select(Squeeze));

        var queue = Open<QueuePage>("/queue?range=6h");
        await WaitAsync(queue);
        Assert.Equal(9, queue.FindAll("[data-testid=queue-row] .risk").Count);
        Assert.Contains("Critical", queue.FindAll(".risk").Select(risk => risk.GetAttribute("aria-label")));
    }

    [Fact]
    public async Task OtherApiGroups_GrantNothing_AndHaveNoSuchColumns()
    {
        await StoreAsync(Record(20, "create", "roles", "r", group: "example.com"));

        var page = Open<ChangesPage>("/changes?groups=other");

        await page.WaitForAssertionAsync(() => Assert.Single(page.FindAll("[data-testid=event-row]")));
        Assert.Empty(page.FindAll(".risk, .effect, .c-risk, .c-eff"));
    }

    private static Task WaitAsync<TPage>(IRenderedComponent<TPage> page)
        where TPage : Microsoft.AspNetCore.Components.IComponent => page.WaitForAssertionAsync(() =>
    {
        Assert.NotEmpty(page.FindAll(".risk"));
        Assert.Empty(page.FindAll(".risk.wait, .effect.wait"));
    });

    private static IReadOnlyList<(string Risk, string Effect)> RowsOf(IRenderedComponent<ChangesPage> page) =>
        [.. page.FindAll("[data-testid=event-row]").Select(row => (row.QuerySelector(".risk")!.GetAttribute("aria-label")!, EffectOf(row.QuerySelector(".effect")!)))];

    private static string CannotTell(IRenderedComponent<ChangesPage> page) => page.Find(".panel").TextContent.Contains("Cannot tell.", StringComparison.Ordinal) ? "Risk cannot be told" : "not there yet";

    private static string EffectOf(IElement effect) => effect.QuerySelector(".vh") is null ? Squeeze(effect) : "";

    private static string Squeeze(IElement element) => string.Join(' ', element.TextContent.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private async Task<IReadOnlyList<EventRow>> RowsAsync() => (await Services.GetRequiredService<EventReader>().GetPageAsync(
        new EventFilter { Cluster = "demo", Window = TimeWindow.Between(Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow()), OnlyChanges = true }, null, 100, Token)).Rows;

    /// <summary>Nine changes; the newest is the last.</summary>
    private async Task StoreAllKindsAsync()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(
            Role("create", 58, 201, "5", Rules("get", "pods")),
            Binding("create", 50, "eve"),
            AwsAuth(45, "- rolearn: a\n  groups: [ops]\n"),
            Role("update", 40, 200, "6", """
                "rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]},{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}]
                """),
            AwsAuth(35, "- rolearn: a\n  groups: [ops]\n- rolearn: b\n  groups: [system:masters]\n"),
            AwsAuth(30, "- rolearn: [\n"),
            Role("update", 25, 403, null, Everything),
            Record(20, "delete", "rolebindings", "b", user: "alice"),
            Record(10, "patch", "roles", "other", user: "alice"));
    }

    private string Role(string verb, double minutesAgo, int code, string? version, string rules) => Record(
        minutesAgo, verb, "roles", "r", user: "alice", code: code, decision: code == 403 ? "forbid" : "allow",
        extra: version is null ? Response("Role", "r", "5", rules).Replace("responseObject", "requestObject", StringComparison.Ordinal) : Response("Role", "r", version, rules));

    private string Binding(string verb, double minutesAgo, string user) =>
        Record(minutesAgo, verb, "rolebindings", "b", user: "alice", code: 201, extra: Response("RoleBinding", "b", "7", Binds(user, "r")));

    private string AwsAuth(double minutesAgo, string rows) => Record(
        minutesAgo, "update", "configmaps", "aws-auth", ns: "kube-system", group: "",
        extra: $"\"requestObject\":{{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{{\"name\":\"aws-auth\",\"namespace\":\"kube-system\"}},\"data\":{{\"mapRoles\":{Text(rows)}}}}},");
}
