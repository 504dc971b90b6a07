using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>A dashboard over a file of hostile records, and over one that is not there.</summary>
public sealed class HostileFilesTests(BrowserFixture browser)
{
    private const string Script = "<script>alert(1)</script>";
    private const string Image = "<img src=x onerror=alert(2)>";

    [Fact]
    public async Task HostileNames_AreShownAsText_OnEveryPage()
    {
        await using var session = await browser.OpenAsync();
        await using var hostile = await StartAsync();
        await using var pages = await browser.OpenAsync(hostile.Address);

        foreach (var path in (string[])["/", "/changes?cluster=files", "/aws-auth", "/events", "/collection", "/queries"])
        {
            await pages.GoToAsync(path);
            Assert.Equal(0, await pages.Page.Locator("main script, main img").CountAsync());
            var overflow = await pages.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{path} scrolls sideways by {overflow} px.");
        }

        await pages.GoToAsync("/changes?cluster=files");
        await Assertions.Expect(pages.Page.GetByTestId("event-row").Filter(new() { HasText = Script }).First).ToBeVisibleAsync();
        await pages.ScreenshotAsync("hostile-changes");
        await pages.Page.GetByTestId("event-row").Filter(new() { HasText = Script }).First.ClickAsync();
        await pages.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("event page") }).First.ClickAsync();
        await Assertions.Expect(pages.Page).ToHaveURLAsync(new Regex("/event/[0-9a-f]{32}"));
        await Assertions.Expect(pages.Page.GetByText(Script).First).ToBeVisibleAsync();
        await pages.ScreenshotAsync("hostile-event");
        Assert.Empty(pages.Complaints);
    }

    [Fact]
    public async Task SourceThatIsNotThere_IsToldOnEveryPage_AndIsNotEmpty()
    {
        await using var session = await browser.OpenAsync();
        await using var hostile = await StartAsync();
        await using var pages = await browser.OpenAsync(hostile.Address);

        foreach (var path in (string[])["/?cluster=away", "/changes?cluster=away", "/secrets?cluster=away"])
        {
            await pages.GoToAsync(path);
            await Assertions.Expect(pages.Page.GetByTestId("source-problem")).ToContainTextAsync("cannot be read");
            await Assertions.Expect(pages.Page.Locator(".state.not-collected").First).ToBeVisibleAsync();
            Assert.Equal("away", await pages.Page.GetByLabel("Cluster", new() { Exact = true }).InputValueAsync());
        }

        await pages.GoToAsync("/collection?cluster=away");
        await Assertions.Expect(pages.Page.GetByRole(AriaRole.Region, new() { Name = "Problems" })).ToContainTextAsync("no such file");
        await pages.ScreenshotAsync("source-away");
        Assert.Empty(pages.Complaints);
    }

    [Fact]
    public async Task TamperedLinks_SayWhatTheyLeaveOut_AndShowAPage()
    {
        await using var session = await browser.OpenAsync();

        foreach (var path in (string[])[
            "/changes?from=2026-13-99&to=x", "/changes?range=-5h", "/changes?after=99999999999999999999.1", "/events?query=nope",
            "/queries?query=nope", "/secrets?show=999", "/changes?f.kind=Nope&foo=1&sel=12", "/collection?before=x"])
        {
            await session.GoToAsync(path);
            await Assertions.Expect(session.Page.Locator(".notice").First).ToBeVisibleAsync();
        }

        await session.Page.GotoAsync("/event/ffffffffffffffffffffffffffffffff");
        await Assertions.Expect(session.Page.GetByText("No event with this link is stored here.")).ToBeVisibleAsync();
        Assert.Empty(session.Complaints);
    }

    private static async Task<HostileDashboard> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("audit-hostile-").FullName;
        await File.WriteAllLinesAsync(Path.Combine(folder, "audit.ndjson"), Records(), TestContext.Current.CancellationToken);
        var dashboard = await DashboardProcess.StartAsync(folder, new Dictionary<string, string>
        {
            ["Clusters__0__Name"] = "files",
            ["Clusters__0__Source"] = "Files",
            ["Clusters__0__Paths__0"] = Path.Combine(folder, "audit.ndjson"),
            ["Clusters__1__Name"] = "away",
            ["Clusters__1__Source"] = "Files",
            ["Clusters__1__Paths__0"] = Path.Combine(folder, "nowhere", "audit.ndjson"),
        });
        return new HostileDashboard(dashboard, folder);
    }

    private static IEnumerable<string> Records()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60);
        yield return Record(1, "roles", "x", Script + new string('A', 2000), "192.0.2.1", $"\"requestObject\":{deep},");
        yield return Record(2, "roles", "\u202Egnp.exe" + new string('b', 300), "jane", Image, "");
        yield return Record(3, "configmaps", "aws-auth", Image, "192.0.2.1", $"\"requestObject\":{{\"kind\":\"ConfigMap\",\"data\":{{\"mapRoles\":{JsonSerializer.Serialize("- rolearn: " + Script + "\n  username: u\n  groups: [g]\n")}}}}},");
        yield return "{\"kind\":\"Event\",\"" + Script;
    }

    private static string Record(int minutesAgo, string resource, string name, string user, string ip, string extra)
    {
        var time = TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        var (ns, group) = resource == "configmaps" ? ("kube-system", "") : ("web", "rbac.authorization.k8s.io");
        return $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"{{minutesAgo}}","stage":"ResponseComplete","requestURI":"/x","verb":"update","user":{"username":{{JsonSerializer.Serialize(user)}},"groups":["g"]},"sourceIPs":[{{JsonSerializer.Serialize(ip)}}],"userAgent":{{JsonSerializer.Serialize(Script)}},"objectRef":{"resource":"{{resource}}","namespace":"{{ns}}","name":{{JsonSerializer.Serialize(name)}},"apiGroup":"{{group}}"},"responseStatus":{"code":200},{{extra}}"requestReceivedTimestamp":"{{time}}","stageTimestamp":"{{time}}","annotations":{"authorization.k8s.io/decision":"allow","authorization.k8s.io/reason":{{JsonSerializer.Serialize(Image)}}{{"}}"}}""";
    }

    private sealed class HostileDashboard(DashboardProcess process, string folder) : IAsyncDisposable
    {
        public Uri Address => process.Address;

        public async ValueTask DisposeAsync()
        {
            await process.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
