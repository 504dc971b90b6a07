using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>Somebody whose role is limited to one of two clusters, in a real browser with real circuits: no page says anything of the other, at first or when news come in.</summary>
public sealed class LimitedRoleTests(BrowserFixture browser) : IAsyncLifetime
{
    private const string Own = "alphacluster";
    private const string Other = "betaacluster";

    private static readonly string[] Paths =
    [
        "/", "/changes?range=7d", "/aws-auth?range=7d", "/access?range=7d", "/workload-identity", "/secrets?range=7d", "/anonymous?range=7d", "/events?range=7d", "/queue?range=7d", "/who-can?verb=create&resource=pods",
        "/actor?name=betaword-user", "/object?kind=Role&ns=betaword-space&name=betaword-role", "/used", "/explore", "/queries", "/collection", "/reviews", "/links",
    ];

    private static readonly Dictionary<string, string> TokenMode = new() { ["SignIn__Mode"] = "Token", ["SignIn__PrintsLink"] = "false", ["Harvest__IsScheduled"] = "false" };
    private readonly string _folder = Directory.CreateTempSubdirectory("audit-limited-").FullName;
    private DashboardProcess? _dashboard;

    private DashboardProcess Dashboard => _dashboard!; // set before any test runs, unless it is skipped

    public async ValueTask InitializeAsync()
    {
        browser.Require();
        _dashboard = await DashboardProcess.StartAsync(_folder, TokenMode);
        await ImportAsync(Own, "alphaword", 1);
        await ImportAsync(Other, "betaword", 1);
    }

    public async ValueTask DisposeAsync()
    {
        if (_dashboard is not null)
        {
            await _dashboard.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Pages_OfALimitedReviewer_SayNothingOfTheOtherCluster()
    {
        await using var session = await SignInAsync("rita", "reviewer", "--clusters", Own);
        var page = session.Page;
        foreach (var path in Paths)
        {
            await session.GoToAsync(path);
            await AssertNothingAsync(page, path);
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            await page.GotoAsync($"{path}{separator}cluster={Other}");
            await session.WaitUntilReadyAsync();
            await AssertNothingAsync(page, path + " of the other");
        }

        await session.GoToAsync("/changes?range=7d");
        await Assertions.Expect(page.GetByTestId("list-count")).ToContainTextAsync("2 changes");

        // News of both clusters come in while the page is open: it shows its own.
        await ImportAsync(Other, "betaword", 2);
        await ImportAsync(Own, "alphaword", 2);
        await Assertions.Expect(page.GetByTestId("list-count")).ToContainTextAsync("4 changes", new() { Timeout = 90_000 });
        await AssertNothingAsync(page, "the open page");
        Assert.Empty(session.Complaints);
    }

    /// <summary>The same pages tell whoever may see both: otherwise the test above would prove nothing.</summary>
    [Fact]
    public async Task Pages_OfAReviewerOfAll_SayBoth()
    {
        await using var session = await SignInAsync("ann", "reviewer");
        foreach (var path in (string[])["/changes?range=7d", "/secrets?range=7d", "/events?range=7d", "/collection"])
        {
            await session.GoToAsync(path);
            var text = await session.Page.ContentAsync();
            Assert.Contains(path == "/collection" ? Other : "betaword", text, StringComparison.Ordinal);
            Assert.Contains(path == "/collection" ? Own : "alphaword", text, StringComparison.Ordinal);
        }
    }

    // What stands in the address may stand on the page: the form it came from.
    private static async Task AssertNothingAsync(IPage page, string where)
    {
        var content = await page.ContentAsync();
        Assert.False(Regex.IsMatch(content, "betaword-(pod|secret|binding)"), where);
        if (!page.Url.Contains("betaword", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("betaword", content, StringComparison.Ordinal);
        }

        if (!page.Url.Contains(Other, StringComparison.Ordinal))
        {
            Assert.False(content.Contains(Other, StringComparison.Ordinal), $"{where} names the other cluster.");
        }
    }

    private async Task ImportAsync(string cluster, string word, int round)
    {
        var path = Path.Combine(_folder, $"{word}-{round}.log");
        await File.WriteAllLinesAsync(path, new[] { ("create", "roles", "role", 201), ("update", "rolebindings", "binding", 200), ("get", "secrets", "secret", 401), ("get", "pods", "pod", 403) }
            .Select((e, i) => Line(e.Item1, e.Item2, $"{word}-{e.Item3}", e.Item3 == "pod" ? "system:anonymous" : word + "-user", (round * 10) + i, e.Item4, word)));
        var (exitCode, _, error) = await DashboardProcess.RunAsync(_folder, TokenMode, "import", "--cluster", cluster, path);
        Assert.True(exitCode == 0, error);
    }

    private static string Line(string verb, string resource, string name, string user, int minutesAgo, int code, string word)
    {
        var time = TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"{{{name}}}-{{{verb}}}-{{{minutesAgo}}}","stage":"ResponseComplete","requestURI":"/apis/{{{word}}}","verb":"{{{verb}}}","user":{"username":"{{{user}}}"},"sourceIPs":["192.0.2.1"],"objectRef":{"resource":"{{{resource}}}","namespace":"{{{word}}}-space","name":"{{{name}}}","apiGroup":"rbac.authorization.k8s.io"},"responseStatus":{"metadata":{},"code":{{{code}}}},"stageTimestamp":"{{{time}}}"}""";
    }

    private async Task<BrowserSession> SignInAsync(string name, string role, params string[] more)
    {
        var settings = new Dictionary<string, string>(TokenMode) { ["Urls"] = Dashboard.Address.ToString() };
        var (exitCode, output, error) = await DashboardProcess.RunAsync(_folder, settings, ["access", "link", name, "--role", role, .. more]);
        Assert.True(exitCode == 0, error);
        var session = await browser.OpenAsync(Dashboard.Address);
        await session.Page.GotoAsync(output.Trim());
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(session.Page).ToHaveTitleAsync(new Regex("Overview"));
        await session.WaitUntilReadyAsync();
        return session;
    }
}
