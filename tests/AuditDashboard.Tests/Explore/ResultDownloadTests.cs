using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuditDashboard.Explore;
using AuditDashboard.Explore.Downloads;
using AuditDashboard.Explore.Running;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Tests.Exports;
using AuditDashboard.Tests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Explore;

/// <summary>The files of results, asked for over HTTP.</summary>
public sealed partial class ResultDownloadTests(TokenServer server) : IClassFixture<TokenServer>
{
    private const string PageUrl = "/explore?v=1&q=fields";

    private static readonly TimeWindow Hour = TimeWindow.Between(
        new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 20, 11, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Files_OfAResult_HoldItsRowsAndWhatMustBeKnown()
    {
        using var vera = await server.SignInAsync(DashboardRole.Viewer);
        using var offer = Offer(Result(["=1+1", "\u202eevil\n,\"x\""], [null, "b"]), Vera);

        var csv = CsvText.Read(await vera.ReadAsync(Url(offer, "csv")));
        var json = JsonDocument.Parse(await vera.ReadAsync(Url(offer, "json"))).RootElement;
        var lines = (await vera.ReadAsync(Url(offer, "ndjson"))).TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();

        var rows = csv.SkipWhile(row => row[0].StartsWith("# ", StringComparison.Ordinal)).ToList();
        Assert.Equal(["verb", "'@message"], rows[0]);
        Assert.Equal(["'=1+1", "\\u202Eevil␊,\"x\""], rows[1]);
        Assert.Equal(["", "b"], rows[2]);
        Assert.Equal(["# end", "2"], rows[3]);
        Assert.Contains(csv, row => row is ["# query", "fields verb, @message"]);
        Assert.Contains(csv, row => row is ["# window", "2026-11-20T10:00:00Z to 2026-11-20T11:00:00Z"]);
        Assert.Contains(csv, row => row is ["# warning", _] && row[1].StartsWith("Partial: ", StringComparison.Ordinal));
        Assert.Equal(PageUrl, json.GetProperty("export").GetProperty("page").GetString());
        Assert.Equal("timeLimit", json.GetProperty("export").GetProperty("stop").GetString());
        Assert.Equal("=1+1", json.GetProperty("items")[0].GetProperty("verb").GetString());
        Assert.Equal("\u202eevil\n,\"x\"", json.GetProperty("items")[0].GetProperty("@message").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("items")[1].GetProperty("verb").ValueKind);
        Assert.Equal(2, json.GetProperty("end").GetProperty("rows").GetInt32());
        Assert.Equal(json.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()), lines[1..^1].Select(line => line.GetRawText()));
        Assert.Equal(2, lines[^1].GetProperty("end").GetProperty("rows").GetInt32());
        Assert.Contains(await server.RecordedAsync(ActivityKind.Export), entry => entry.Actor == "vera" && entry.Text == $"Exported 2 rows of a query as csv: {PageUrl}");
    }

    [Fact]
    public async Task Result_WithoutRows_IsAFileAllTheSame()
    {
        using var vera = await server.SignInAsync(DashboardRole.Viewer);
        using var offer = Offer(Result(), Vera);

        var json = JsonDocument.Parse(await vera.ReadAsync(Url(offer, "json"))).RootElement;

        Assert.Equal(0, json.GetProperty("items").GetArrayLength());
        Assert.Equal(0, json.GetProperty("end").GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task Result_OfSomebodyElse_OrOfOtherRights_IsAbsent()
    {
        using var vera = await server.SignInAsync(DashboardRole.Viewer);
        using var limited = await server.SignInAsync(DashboardRole.Viewer, clusters: ClusterScope.Of(["demo"]));
        using var olga = await server.SignInAsync(DashboardRole.Administrator, "olga");
        using var offer = Offer(Result(["a", "b"]), Vera);
        var absent = await BodyAsync(vera, $"/explore/results/{new string('0', 32)}?format=csv");

        Assert.Equal(absent, await BodyAsync(olga, Url(offer, "csv")));
        Assert.Equal(absent, await BodyAsync(limited, Url(offer, "csv")));
        Assert.Equal((HttpStatusCode.OK, true), await BodyAsync(vera, Url(offer, "csv")) is var (status, body) ? (status, body.Contains("a,b", StringComparison.Ordinal)) : default);

        offer.Dispose(); // the page is gone
        Assert.Equal(absent, await BodyAsync(vera, Url(offer, "csv")));
        Assert.Equal(HttpStatusCode.NotFound, absent.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?format=xml")]
    [InlineData("?format=about")]
    [InlineData("?format=csv&format=json")]
    public async Task Format_NotUnderstood_IsRefused(string query)
    {
        using var vera = await server.SignInAsync(DashboardRole.Viewer);
        using var offer = Offer(Result(["a", "b"]), Vera);

        var (status, body) = await BodyAsync(vera, $"/explore/results/{offer.Key}{query}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("csv, json, ndjson", body, StringComparison.Ordinal);
    }

    private static Person Vera => new("vera", DashboardRole.Viewer, IsSignedIn: true);

    private static string Url(ResultOffer offer, string format) => $"/explore/results/{offer.Key}?format={format}";

    private static async Task<(HttpStatusCode Status, string Body)> BodyAsync(Visitor visitor, string path)
    {
        using var answer = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Get, path));
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, TraceId().Replace(body, "")); // of each request its own
    }

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceId();

    private static ExploreResult Result(params string?[][] rows) => new()
    {
        Request = new ExploreRequest("fields verb, @message", "demo", Hour, ExploreSource.Collected),
        Columns = ["verb", "@message"],
        Rows = [.. rows.Select(cells => new ExploreRow(cells, EventId: null))],
        Notes = [],
        Records = 5,
        Matched = 2,
        Bytes = 100,
        Elapsed = TimeSpan.FromMilliseconds(3),
        Stop = ExploreStop.TimeLimit,
    };

    private ResultOffer Offer(ExploreResult result, Person person)
    {
        server.Start();
        return server.Services.GetRequiredService<ResultOffers>().Add(result, person, PageUrl);
    }
}
