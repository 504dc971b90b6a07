using System.Net;
using AuditDashboard.Tests.Shell;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Loopback;

/// <summary>The guard and the headers on the real server, over its whole table of routes.</summary>
public sealed class LoopbackServerTests(DashboardServer server) : IClassFixture<DashboardServer>
{
    private static readonly string[] Headers =
    [
        "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "X-Frame-Options",
    ];

    [Fact]
    public async Task Headers_WholeRouteTable_AreOnEveryAnswer()
    {
        using var client = server.Client();
        var paths = Paths();
        Assert.True(paths.Count > 20, $"Only {paths.Count} routes were found.");

        foreach (var path in paths)
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

            foreach (var header in Headers)
            {
                Assert.True(response.Headers.Contains(header), $"{path} ({(int)response.StatusCode}) has no {header}.");
            }

            Assert.Equal("same-origin", response.Headers.GetValues("Referrer-Policy").Single());
            Assert.DoesNotContain("unsafe-eval", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Server"), path);
            if (response.Content.Headers.ContentType?.MediaType == "text/html")
            {
                Assert.True(response.Headers.CacheControl?.NoStore, $"{path} may be kept by the browser.");
            }
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/app.css")]
    [InlineData("/jobs")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/no/such/page")]
    public async Task Host_OfAnotherName_Is400WithHeaders(string path)
    {
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "rebound.evil.example:5080" } };

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
        Assert.Contains("loopback names only", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Forwarded-Host")]
    [InlineData("Forwarded")]
    public async Task Proxy_Header_Is400(string header)
    {
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/jobs");
        request.Headers.TryAddWithoutValidation(header, "for=127.0.0.1");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.OK)]
    public async Task Circuit_Negotiation_IsForOurOwnPage(string? origin, HttpStatusCode expected)
    {
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "own" ? server.Start() : origin);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Page_Unknown_Is404AsAPage()
    {
        using var client = server.Client();

        using var response = await client.GetAsync(new Uri("/no/such/page", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("There is no such page.", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // Every route that has no parameters, the rest with one filled in, and what no route takes.
    private List<string> Paths()
    {
        server.Start();
        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is null or { Count: 0 } || e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")) // tested for null just before
            .Select(e => "/" + string.Join('/', e.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
            {
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
                Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
                _ => "x",
            })))));
        string[] others = ["/no/such/page", "/no-such-file.css", "/_content/none.js", "/events/" + new string('0', 32), "/changes?range=bad", "/jobs/recurring", "/jobs/css", "/error", "/not-found"];
        return [.. routes.Concat(others).Distinct(StringComparer.Ordinal).Where(p => !p.StartsWith("/_blazor", StringComparison.Ordinal) || p == "/_blazor/initializers")];
    }
}
