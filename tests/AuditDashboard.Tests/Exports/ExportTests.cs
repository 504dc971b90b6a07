using System.Net;
using System.Text.Json;
using AuditDashboard.Exports;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;
using AuditDashboard.Tests.Api;
using AuditDashboard.Tests.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Exports;

public sealed class ExportTests(ExportFixture fixture) : IClassFixture<ExportFixture>
{
    private const string Window = "from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z";
    private readonly ApiHost _host = fixture.Host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Lists => new()
    {
        { "changes", "" },
        { "changes", "cluster=lab" },
        { "changes", "groups=other" },
        { "changes", "undated=1" },
        { "changes", "f.verb=create&f.verb=delete" },
        { "changes", "x.verb=create&q=FIRST" },
        { "changes", "f.kind=aws-auth" },
        { "events", "" },
        { "events", "query=roles&query=secrets-forbidden" },
        { "events", "f.code=403&x.actor=bob" },
        { "events", "f.actor=nobody" },
        { "events", "cluster=other&undated=1" },
        { "secrets", "" },
        { "secrets", "show=401" },
        { "anonymous", "" },
        { "anonymous", "show=refused&after=1.2&sel=00112233445566778899aabbccddeeff&more=actor" },
        { "aws-auth", "" },
        { "aws-auth", "cluster=other&view=yaml" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Export_OfAnyList_HoldsThePagesEventsInEachForm(string list, string query)
    {
        var expected = await IdsOfPageAsync(list, query);

        var json = JsonDocument.Parse(await TextAsync(list, query, "json")).RootElement;
        var lines = Lines(await TextAsync(list, query, "ndjson"));
        var csv = CsvText.Read(await TextAsync(list, query, "csv"));
        var about = JsonDocument.Parse(await TextAsync(list, query, "about")).RootElement;

        Assert.Equal(expected, json.GetProperty("items").EnumerateArray().Select(Id));
        Assert.Equal(expected.Count, json.GetProperty("export").GetProperty("events").GetInt64());
        Assert.Equal(expected.Count, json.GetProperty("end").GetProperty("events").GetInt64());
        Assert.Equal(expected, lines[1..^1].Select(Id));
        Assert.Equal(json.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()), lines[1..^1].Select(line => line.GetRawText()));
        Assert.Equal(expected.Count, lines[^1].GetProperty("end").GetProperty("events").GetInt64());
        var rows = csv.SkipWhile(row => row[0].StartsWith("# ", StringComparison.Ordinal)).ToList();
        Assert.Equal("time", rows[0][0]);
        Assert.Equal(expected, rows[1..^1].Select(row => row[^1]));
        Assert.Equal(["# end", $"{expected.Count}"], rows[^1]);
        Assert.Equal(expected.Count, about.GetProperty("events").GetInt64());
        Assert.Equal(list, about.GetProperty("list").GetString());
    }

    [Fact]
    public async Task Export_OfAFilteredList_SaysWhatItHoldsAndWhatIsMissing()
    {
        var about = JsonDocument.Parse(await TextAsync("changes", "cluster=lab&f.verb=create&x.actor=bob&q=first", "about")).RootElement;

        Assert.Equal("/changes?cluster=lab&from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z&f.verb=create&x.actor=bob&q=first", about.GetProperty("page").GetString());
        Assert.Equal("lab", about.GetProperty("cluster").GetString());
        Assert.Equal("2026-11-20T10:00:00Z", about.GetProperty("from").GetString());
        Assert.Equal("2026-11-20T11:00:00Z", about.GetProperty("to").GetString());
        Assert.False(about.GetProperty("undated").GetBoolean());
        Assert.Equal("first", about.GetProperty("search").GetString());
        Assert.Equal(
            """[{"property":"verb","excluded":false,"values":["create"]},{"property":"actor","excluded":true,"values":["bob"]}]""",
            about.GetProperty("filters").GetRawText());
        Assert.Contains("aws-auth", about.GetProperty("queries").EnumerateArray().Select(query => query.GetProperty("id").GetString()));
        var coverage = about.GetProperty("coverage").EnumerateArray().ToList();
        Assert.Equal("2026-11-20T10:00:00Z", coverage[0].GetProperty("from").GetString());
        Assert.Equal("2026-11-20T11:00:00Z", coverage[^1].GetProperty("to").GetString());
        Assert.Contains(coverage, stretch => stretch.GetProperty("state").GetString() == "fromFiles");
        var header = CsvText.Read(await TextAsync("changes", "cluster=lab&f.verb=create&x.actor=bob&q=first", "csv"));
        Assert.Contains(header, row => row is ["# window", "2026-11-20T10:00:00Z to 2026-11-20T11:00:00Z"]);
        Assert.Contains(header, row => row is ["# filter, is not", "actor", "bob"]);
        Assert.Contains(header, row => row is ["# search", "first"]);
        Assert.Contains(header, row => row is ["# coverage", "lab", _, "fromFiles", _]);
    }

    [Fact]
    public async Task Csv_OfHostileNames_HasALineAnEventAndNoFormulaAndNoControlCharacter()
    {
        var text = await TextAsync("changes", "cluster=lab&q=%3D1", "csv");

        var rows = CsvText.Read(text);
        var name = ExportColumns.All.Select(column => column.Name).ToList().IndexOf("name");
        Assert.Equal("third␛[2J␊\\u202E;'=1", rows[^2][name]);
        Assert.Contains(rows, row => row is ["# search", "'=1"]);
        Assert.DoesNotContain(text.Replace("\r\n", "", StringComparison.Ordinal), char.IsControl);
        var all = CsvText.Read(await TextAsync("changes", "", "csv"));
        Assert.Contains(all, row => row.Length > name && row[name] == "'=cmd|' /C calc'!A0");
        var rest = CsvText.Read(await TextAsync("changes", "cluster=lab", "csv")).Where(row => row[0].StartsWith("20", StringComparison.Ordinal));
        Assert.All(rest.SelectMany(row => row), field => Assert.False(field.Length > 0 && "=+-@\t\r".Contains(field[0], StringComparison.Ordinal), field));
    }

    [Fact]
    public async Task Json_OfHostileNames_HoldsTheExactValues()
    {
        var json = JsonDocument.Parse(await TextAsync("changes", "cluster=lab", "json")).RootElement;

        var names = json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()).ToList();
        Assert.Contains("third\u001b[2J\n\u202e;=1", names);
        Assert.Contains("=cmd|' /C calc'!A0", names);
    }

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("ndjson", "application/x-ndjson")]
    [InlineData("json", "application/json")]
    [InlineData("about", "application/json")]
    public async Task Export_InEachForm_IsAnAttachmentThatNobodyKeeps(string format, string type)
    {
        using var answer = await _host.Client.GetAsync(Url("changes", "cluster=lab", format), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.StartsWith("audit-changes-lab-20261120T100000Z-20261120T110000Z", answer.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Export_WithoutHeader_HoldsTheEventsAlone()
    {
        var csv = CsvText.Read(await TextAsync("changes", "cluster=lab&header=false", "csv"));
        var lines = Lines(await TextAsync("changes", "cluster=lab&header=false", "ndjson"));

        Assert.Equal(ExportColumns.All.Select(column => column.Name), csv[0]);
        Assert.Equal(4, csv.Count - 1);
        Assert.Equal(4, lines.Count);
        Assert.All(lines, line => Assert.Equal(32, Id(line)?.Length));
    }

    [Theory]
    [InlineData("changes", "format=xml", "format")]
    [InlineData("changes", "", "format")]
    [InlineData("changes", "format=csv&format=json", "format")]
    [InlineData("changes", "format=csv&header=no", "header")]
    [InlineData("changes", "format=csv&f.verbs=get", "f.verbs")]
    [InlineData("changes", "format=csv&query=roles", "query")]
    [InlineData("changes", "format=csv&cluster=nowhere", "cluster")]
    [InlineData("changes", "format=csv&range=yesterday", "address")]
    [InlineData("changes", "format=csv&from=2026-11-20T10:00:00Z", "address")]
    [InlineData("changes", "format=csv&f.kind=Nope", "address")]
    [InlineData("secrets", "format=csv&show=999", "address")]
    [InlineData("events", "format=csv&query=nope", "address")]
    public async Task Export_OfAnAddressNotUnderstood_IsRefusedAndSaysWhy(string list, string query, string parameter)
    {
        var problem = await _host.GetAsync($"/api/v1/exports/{list}?{query}", HttpStatusCode.BadRequest);

        Assert.NotEqual(0, problem.GetProperty("errors").GetProperty(parameter).GetArrayLength());
    }

    [Fact]
    public async Task Export_OfAListThatIsNone_IsNotFound()
    {
        var problem = await _host.GetAsync("/api/v1/exports/collection?format=csv", HttpStatusCode.NotFound);

        Assert.Contains("changes, aws-auth, secrets, anonymous, events", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_OfAnExport_SaysWhatItWouldBe()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, Url("changes", "", "csv"));

        using var answer = await _host.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Token));
        await WaitUntilIdleAsync();
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    public async Task Export_AskedFromElsewhere_IsRefused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url("changes", "", "csv"));
        request.Headers.Add(header, value);

        using var answer = await _host.Client.SendAsync(request, Token);

        Assert.True(answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, $"{answer.StatusCode}");
    }

    [Fact]
    public async Task Exports_MoreThanMayRun_AreAskedToComeBack()
    {
        var gate = _host.Services.GetRequiredService<ExportGate>();
        var places = Enumerable.Range(0, ExportGate.Limit).Select(_ => gate.TryEnter()).ToList();

        var problem = await _host.GetAsync($"/api/v1/exports/changes?format=csv&{Window}", HttpStatusCode.ServiceUnavailable);
        places.ForEach(place => place?.Dispose());

        Assert.Contains("exports are running", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(await TextAsync("changes", "", "csv"));
        await WaitUntilIdleAsync();
    }

    [Fact]
    public async Task Export_WhoseClientGoes_StopsReadingAndHoldsNoWriterBack()
    {
        await using var host = await ApiHost.StartAsync();
        var filler = new string('x', 4_000);
        await host.ImportAsync("big", [.. Enumerable.Range(0, 6_000).Select(i => AuditLines.Role("create", $"role-{i}-{filler}", "2026-11-20T10:00:00Z"))]);
        var gate = host.Services.GetRequiredService<ExportGate>();
        var answer = await host.Client.GetAsync(Url("changes", "", "json"), HttpCompletionOption.ResponseHeadersRead, Token);
        await using var stream = await answer.Content.ReadAsStreamAsync(Token);
        await stream.ReadExactlyAsync(new byte[1_000], Token);

        // Nobody reads on: 24 MB do not fit into any buffer, so the export waits. Meanwhile others write and read.
        Assert.Equal(1, gate.Running);
        await host.ImportAsync("big", AuditLines.Role("create", "later", "2026-11-20T10:00:01Z"));
        var now = await host.GetAsync($"/api/v1/events?cluster=big&limit=1&{Window}");
        Assert.Equal(1, gate.Running);
        Assert.Equal("later", now.GetProperty("items")[0].GetProperty("name").GetString());

        answer.Dispose();
        while (gate.Running > 0)
        {
            await Task.Delay(10, Token);
        }
    }

    [Fact]
    public async Task OpenApi_DescribesExports()
    {
        var document = await _host.GetAsync("/openapi/v1.json");

        var operation = document.GetProperty("paths").GetProperty("/api/v1/exports/{list}").GetProperty("get");
        var names = operation.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()).ToList();
        Assert.Equal(["list", .. ExportEndpoints.Parameters.Select(parameter => parameter.Name)], names);
        Assert.Equal(
            ["application/json", "application/x-ndjson", "text/csv"],
            operation.GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Select(content => content.Name).Order(StringComparer.Ordinal));
        Assert.True(operation.GetProperty("responses").TryGetProperty("400", out _));
    }

    // The page's own reader and filter, page by page, as the list shows it.
    private async Task<List<string>> IdsOfPageAsync(string list, string query)
    {
        var asked = ExportList.Read(list, PageQuery.Parse($"?{Window}&{query}"), DateTimeOffset.UnixEpoch, QueryCatalog.BuiltIn, []);
        var reader = _host.Services.GetRequiredService<EventReader>();
        var ids = new List<string>();
        EventCursor? after = null;
        do
        {
            var page = await reader.GetPageAsync(asked.Filter, after, 2, Token);
            ids.AddRange(page.Rows.Select(row => row.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal((await reader.CountAsync(asked.Filter, Token)).Events, ids.Count);
        return ids;
    }

    private async Task<string> TextAsync(string list, string query, string format)
    {
        using var answer = await _host.Client.GetAsync(Url(list, query, format), Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{list}?{query}: {answer.StatusCode} {text}");
        return text;
    }

    private async Task WaitUntilIdleAsync()
    {
        var gate = _host.Services.GetRequiredService<ExportGate>();
        while (gate.Running > 0)
        {
            await Task.Delay(10, Token);
        }
    }

    private static Uri Url(string list, string query, string format) =>
        new(DashboardUrls.Export($"/{list}?{Window}{(query.Length > 0 ? "&" : "")}{query}", format), UriKind.Relative);

    private static List<JsonElement> Lines(string ndjson)
    {
        Assert.EndsWith("\n", ndjson, StringComparison.Ordinal);
        return [.. ndjson.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static string? Id(JsonElement item) => item.GetProperty("id").GetString();
}
