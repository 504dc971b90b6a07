using System.Net;
using System.Text.Json;
using AuditDashboard.Tests.Commands;

namespace AuditDashboard.Tests.Api;

public sealed class ApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly ApiHost _host = fixture.Host;

    [Fact]
    public async Task Clusters_Imported_AreListedByName()
    {
        var answer = await _host.GetAsync("/api/v1/clusters");

        Assert.Equal(["lab", "other"], answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        Assert.Equal("2026-11-20T10:02:00Z", answer.GetProperty("items")[0].GetProperty("lastEvent").GetString());
    }

    [Fact]
    public async Task Queries_Catalog_HasTextsAndSelections()
    {
        var answer = await _host.GetAsync("/api/v1/queries");

        var roles = answer.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetString() == "roles");
        Assert.Contains("objectRef.resource = \"roles\"", roles.GetProperty("selection").GetString(), StringComparison.Ordinal);
        Assert.False(roles.GetProperty("userDefined").GetBoolean());
    }

    [Fact]
    public async Task Events_OfOneQuery_NewestFirstWithRecordAndCoverage()
    {
        var answer = await _host.GetAsync("/api/v1/events?cluster=lab&query=roles&from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z");

        var items = answer.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["third", "second", "first"], items.Select(item => item.GetProperty("name").GetString()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("next").ValueKind);
        var first = items[2];
        Assert.Equal("2026-11-20T10:00:00.123456Z", first.GetProperty("time").GetString());
        Assert.Equal("role", first.GetProperty("change").GetString());
        Assert.Equal("allowed", first.GetProperty("outcome").GetString());
        Assert.True(first.GetProperty("fromFiles").GetBoolean());
        Assert.Equal(["roles"], first.GetProperty("queries").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(AuditLines.Role("create", "first", "2026-11-20T10:00:00.123456Z"), first.GetProperty("event").GetRawText());
        var coverage = answer.GetProperty("coverage").EnumerateArray().ToList();
        Assert.All(coverage, stretch => Assert.Equal("lab", stretch.GetProperty("cluster").GetString()));
        Assert.Contains(coverage, stretch => stretch.GetProperty("state").GetString() == "fromFiles");
        Assert.Equal("2026-11-20T10:00:00Z", coverage[0].GetProperty("from").GetString());
        Assert.Equal("2026-11-20T11:00:00Z", coverage[^1].GetProperty("to").GetString());
    }

    [Fact]
    public async Task Events_PagedByCursor_AreAllThereOnce()
    {
        var names = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await _host.GetAsync($"/api/v1/events?query=roles&limit=2{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(["third", "elsewhere", "second", "first"], names.Where(name => name != "undated"));
    }

    [Theory]
    [InlineData("verb=delete", "second")]
    [InlineData("verb=delete&verb=update&query=roles", "third,second")]
    [InlineData("user=bob", "token")]
    [InlineData("name=first", "first")]
    [InlineData("code=403", "token")]
    [InlineData("q=TOKEN", "token")]
    [InlineData("cluster=other", "elsewhere")]
    [InlineData("namespace=none", "")]
    [InlineData("ip=192.0.2.1&verb=get", "token")]
    public async Task Events_Filtered_GiveOnlyThose(string filter, string expected)
    {
        var answer = await _host.GetAsync($"/api/v1/events?from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z&{filter}");

        Assert.Equal(expected, string.Join(',', answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString())));
    }

    [Fact]
    public async Task Event_ById_IsTheSameAsInTheList()
    {
        var list = await _host.GetAsync("/api/v1/events?name=second");
        var item = list.GetProperty("items")[0];

        var one = await _host.GetAsync($"/api/v1/events/{item.GetProperty("id").GetString()}");

        Assert.Equal(item.GetRawText(), one.GetRawText());
    }

    [Fact]
    public async Task Bins_OfAQuery_EqualTheEvents()
    {
        var answer = await _host.GetAsync("/api/v1/bins?cluster=lab&query=roles&from=2026-11-20T10:00:00Z&to=2026-11-20T10:05:00Z");

        var series = answer.GetProperty("series")[0];
        Assert.Equal("roles", series.GetProperty("query").GetString());
        Assert.Equal(3, series.GetProperty("total").GetInt64());
        Assert.Equal([2, 0, 1, 0, 0], series.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32()));
        Assert.Equal("2026-11-20T10:00:00Z", answer.GetProperty("start").GetString());
    }

    [Fact]
    public async Task Coverage_OfAQuery_FillsTheWindow()
    {
        var answer = await _host.GetAsync("/api/v1/coverage?cluster=lab&query=roles&from=2026-11-20T09:00:00Z&to=2026-11-20T12:00:00Z");

        var items = answer.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal("2026-11-20T09:00:00Z", items[0].GetProperty("from").GetString());
        Assert.Equal("2026-11-20T12:00:00Z", items[^1].GetProperty("to").GetString());
        Assert.All(items.Zip(items.Skip(1)), pair => Assert.Equal(pair.First.GetProperty("to").GetString(), pair.Second.GetProperty("from").GetString()));
        Assert.Contains(items, item => item.GetProperty("state").GetString() == "fromFiles");
    }

    [Theory]
    [InlineData("/api/v1/events?verbs=get", "verbs", "There is no parameter 'verbs' here. Did you mean verb?")]
    [InlineData("/api/v1/events?limit=201", "limit", "limit is '201'. Write a whole number from 1 to 200.")]
    [InlineData("/api/v1/events?limit=1&limit=2", "limit", "limit stands more than once. Write it once.")]
    [InlineData("/api/v1/events?cursor=x", "cursor", "cursor is 'x'. Write next of the answer before, or leave it out for the first page.")]
    [InlineData("/api/v1/events?code=abc", "code", "code is 'abc'. Write a response code from 100 to 599, such as 403.")]
    [InlineData("/api/v1/events?from=today", "from", "from is 'today'. Write a time such as 2026-11-23T13:00:00Z, or a relative one such as -7d, -12h or -90m.")]
    [InlineData("/api/v1/events?from=-1h&to=-2h", "to", "to is not after from. Write a later time into to.")]
    [InlineData("/api/v1/events?cluster=lob", "cluster", "There is no cluster 'lob'. Known are lab, other.")]
    [InlineData("/api/v1/events?query=rols", "query", "There is no canned query 'rols'. Did you mean roles?")]
    [InlineData("/api/v1/bins?width=90s", "width", "width is '90s'. Write whole minutes, hours or days from 1m to 1d, such as 15m.")]
    [InlineData("/api/v1/bins?from=-90d", "width", "The window holds more than 43200 bins. Write a wider width, or a later from.")]
    [InlineData("/api/v1/clusters?x=1", "x", "There is no parameter 'x' here. Known are none.")]
    [InlineData("/api/v1/events/xyz", "id", "id is 'xyz'. Write the 32 hex digits of an event's id.")]
    public async Task Request_Wrong_ProblemNamesTheParameter(string url, string parameter, string expected)
    {
        var problem = await _host.GetAsync(url, HttpStatusCode.BadRequest);

        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.Equal([expected], problem.GetProperty("errors").GetProperty(parameter).EnumerateArray().Select(sentence => sentence.GetString()));
    }

    [Fact]
    public async Task Event_Unknown_Is404()
    {
        var problem = await _host.GetAsync("/api/v1/events/00000000000000000000000000000000", HttpStatusCode.NotFound);

        Assert.Equal("No event with the id 00000000000000000000000000000000 is stored.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Path_Unknown_Is404WithAProblem() => await _host.GetAsync("/api/v1/nothing", HttpStatusCode.NotFound);

    [Fact]
    public async Task OpenApi_Document_DescribesEveryParameter()
    {
        var document = await _host.GetAsync("/openapi/v1.json");

        var paths = document.GetProperty("paths");
        Assert.Equal(
            ["/api/v1/access", "/api/v1/activity", "/api/v1/activity/verification", "/api/v1/actor", "/api/v1/bins", "/api/v1/can", "/api/v1/changes", "/api/v1/clusters", "/api/v1/coverage", "/api/v1/events", "/api/v1/events/{id}", "/api/v1/exports/access", "/api/v1/exports/activity", "/api/v1/exports/actor", "/api/v1/exports/links", "/api/v1/exports/object", "/api/v1/exports/queue", "/api/v1/exports/reviews", "/api/v1/exports/runs", "/api/v1/exports/snapshots", "/api/v1/exports/unreadable", "/api/v1/exports/used", "/api/v1/exports/who-can", "/api/v1/exports/workload-identity", "/api/v1/exports/{list}", "/api/v1/queries", "/api/v1/reviews", "/api/v1/reviews/{code}", "/api/v1/reviews/{code}/packet", "/api/v1/snapshots/{code}/packet", "/api/v1/unexplained", "/api/v1/used", "/api/v1/workloads"],
            paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["cluster", "query", "from", "to", "verb", "user", "namespace", "name", "ip", "code", "q", "cursor", "limit"],
            paths.GetProperty("/api/v1/events").GetProperty("get").GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task OpenApi_Document_SaysWhatIsAnswered()
    {
        var document = await _host.GetAsync("/openapi/v1.json");

        var paths = document.GetProperty("paths");
        Assert.All(paths.EnumerateObject(), path => Assert.Equal(["get"], path.Value.EnumerateObject().Select(method => method.Name)));
        Assert.Equal(
            ["200", "400", "401", "404", "500", "503"],
            paths.GetProperty("/api/v1/events/{id}").GetProperty("get").GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Order());
        var limit = paths.GetProperty("/api/v1/events").GetProperty("get").GetProperty("parameters").EnumerateArray().Last().GetProperty("schema");
        Assert.Equal(("integer", 1, 200), (limit.GetProperty("type").GetString(), limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32()));
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var item = schemas.GetProperty("EventItem").GetProperty("properties");
        Assert.Equal(["null", "string"], item.GetProperty("time").GetProperty("type").EnumerateArray().Select(type => type.GetString()));
        Assert.Equal("date-time", item.GetProperty("time").GetProperty("format").GetString());
        Assert.Equal("\"string\"", item.GetProperty("firstSeenAt").GetProperty("type").GetRawText());
        Assert.Equal(["null", "integer"], item.GetProperty("code").GetProperty("type").EnumerateArray().Select(type => type.GetString()));
        Assert.All(
            (string[])["collected", "settling", "due", "notCollected", "failed", "fromFiles", "outOfScope"],
            state => Assert.Contains(state, schemas.GetProperty("CoverageItem").GetProperty("properties").GetProperty("state").GetProperty("description").GetString(), StringComparison.Ordinal));
        Assert.Equal("\"integer\"", schemas.GetProperty("BinsItem").GetProperty("properties").GetProperty("total").GetProperty("type").GetRawText());
    }

    [Theory]
    [InlineData("POST", "/api/v1/events", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/api/v1/events/00000000000000000000000000000000", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/api/v1/nothing", HttpStatusCode.MethodNotAllowed)]
    [InlineData("OPTIONS", "/api/v1/events", HttpStatusCode.NoContent)]
    public async Task Method_ThatDoesNotRead_IsRefusedWithTheTwoThatDo(string method, string url, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(url, UriKind.Relative));

        using var answer = await _host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow);
        if (expected == HttpStatusCode.MethodNotAllowed)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [InlineData("/api/v1/clusters", HttpStatusCode.OK)]
    [InlineData("/api/v1/events?limit=1", HttpStatusCode.OK)]
    [InlineData("/api/v1/events?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound)]
    public async Task Head_AnswersAsGetWithoutTheBody(string url, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(url, UriKind.Relative));

        using var answer = await _host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? "application/json" : "application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("1767571681243162.3x")]
    [InlineData("1767571681243162.-3")]
    [InlineData("99999999999999999999.1")]
    [InlineData("1,5.3")]
    [InlineData(".")]
    [InlineData("' or 1=1 --")]
    [InlineData("\0")]
    public async Task Cursor_TamperedWith_IsRefused(string cursor)
    {
        var problem = await _host.GetAsync($"/api/v1/events?cursor={Uri.EscapeDataString(cursor)}", HttpStatusCode.BadRequest);

        Assert.Equal(
            $"cursor is '{cursor}'. Write next of the answer before, or leave it out for the first page.",
            problem.GetProperty("errors").GetProperty("cursor")[0].GetString());
    }

    [Theory]
    [InlineData("from=2026-11-20T10:00:00Z&to=2026-11-20T10:02:00Z", "elsewhere,second,first")]
    [InlineData("from=2026-11-20T11:00:00%2B01:00&to=2026-11-20T12:02:00%2B02:00", "elsewhere,second,first")]
    [InlineData("from=2026-11-20T11:00:00+01:00&to=2026-11-20T10:02:00Z", "elsewhere,second,first")]
    [InlineData("from=2026-11-20T10:00:00.123456Z&to=2026-11-20T10:00:30.000001Z", "second,first")]
    [InlineData("from=2026-11-20T10:00:00.123457Z&to=2026-11-20T10:00:30Z", "")]
    [InlineData("from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z", "third,elsewhere,second,first")]
    public async Task Window_InEachForm_IsHalfOpen(string window, string expected)
    {
        var answer = await _host.GetAsync($"/api/v1/events?query=roles&{window}");

        Assert.Equal(expected, string.Join(',', answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString())));
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Health_OfARunningServer_IsHealthy(string url)
    {
        using var answer = await _host.Client.GetAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Healthy", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
