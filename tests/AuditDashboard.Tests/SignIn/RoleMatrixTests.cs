using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.SignIn;

/// <summary>Every route of the server × nobody and every role, by cookie and by token. A route that nobody has decided about fails here.</summary>
public sealed class RoleMatrixTests(TokenServer server) : IClassFixture<TokenServer>
{
    private enum Least
    {
        Nobody,
        Viewer,
        Reviewer,
        Administrator,
    }

    /// <summary>Who may ask for what at least. A viewer may look at everything that is collected.</summary>
    private static readonly Dictionary<string, Least> Decided = new(StringComparer.Ordinal)
    {
        // What says nothing of what is collected.
        ["/sign-in"] = Least.Nobody,
        ["/sign-in/use"] = Least.Nobody,
        ["/sign-out"] = Least.Nobody,
        ["/error"] = Least.Nobody,
        ["/o/{Secret}"] = Least.Nobody, // one snapshot, by a secret of its own, where the settings allow such links
        ["/healthz/live"] = Least.Nobody,
        ["/healthz/ready"] = Least.Nobody,

        // Pages, and the circuits behind them.
        ["/"] = Least.Viewer,
        ["/access"] = Least.Viewer,
        ["/actor"] = Least.Viewer,
        ["/anonymous"] = Least.Viewer,
        ["/aws-auth"] = Least.Viewer,
        ["/changes"] = Least.Viewer,
        ["/collection"] = Least.Viewer,
        ["/event/{Id}"] = Least.Viewer,
        ["/events"] = Least.Viewer,
        ["/explore"] = Least.Viewer,
        ["/explore/results/{key}"] = Least.Viewer, // what one's own open page shows
        ["/object"] = Least.Viewer,
        ["/queries"] = Least.Viewer,
        ["/queue"] = Least.Viewer,
        ["/reviews"] = Least.Viewer, // what reviewers do there asks for their role
        ["/reviews/{Code}"] = Least.Viewer,
        ["/s/{code}"] = Least.Viewer, // opens only what a viewer may look at
        ["/secrets"] = Least.Viewer,
        ["/snapshots/{Code}"] = Least.Viewer,
        ["/used"] = Least.Viewer,
        ["/who-can"] = Least.Viewer,
        ["/workload-identity"] = Least.Viewer,
        ["/not-found"] = Least.Viewer,
        ["/not-allowed"] = Least.Viewer,
        ["/_blazor"] = Least.Viewer,
        ["/_blazor/negotiate"] = Least.Viewer,
        ["/_blazor/disconnect/"] = Least.Viewer,
        ["/_blazor/initializers/"] = Least.Viewer,
        ["/_framework/opaque-redirect"] = Least.Viewer,
        ["/{**path:file}"] = Least.Viewer, // files that are not there

        // The API.
        ["/api/v1/access"] = Least.Viewer,
        ["/api/v1/workloads"] = Least.Viewer,
        ["/api/v1/actor"] = Least.Viewer,
        ["/api/v1/bins"] = Least.Viewer,
        ["/api/v1/can"] = Least.Viewer,
        ["/api/v1/changes"] = Least.Viewer,
        ["/api/v1/clusters"] = Least.Viewer,
        ["/api/v1/coverage"] = Least.Viewer,
        ["/api/v1/events"] = Least.Viewer,
        ["/api/v1/events/{id}"] = Least.Viewer,
        ["/api/v1/exports/{list}"] = Least.Viewer,
        ["/api/v1/exports/access"] = Least.Viewer,
        ["/api/v1/exports/actor"] = Least.Viewer,
        ["/api/v1/exports/object"] = Least.Viewer,
        ["/api/v1/exports/queue"] = Least.Viewer,
        ["/api/v1/exports/reviews"] = Least.Viewer,
        ["/api/v1/exports/runs"] = Least.Viewer,
        ["/api/v1/exports/unreadable"] = Least.Viewer,
        ["/api/v1/exports/used"] = Least.Viewer,
        ["/api/v1/exports/who-can"] = Least.Viewer,
        ["/api/v1/exports/workload-identity"] = Least.Viewer,
        ["/api/v1/queries"] = Least.Viewer,
        ["/api/v1/reviews"] = Least.Viewer,
        ["/api/v1/reviews/{code}"] = Least.Viewer,
        ["/api/v1/reviews/{code}/packet"] = Least.Viewer,
        ["/api/v1/snapshots/{code}/packet"] = Least.Viewer,
        ["/api/v1/unexplained"] = Least.Viewer,
        ["/api/v1/used"] = Least.Viewer,
        ["/api/{**path}"] = Least.Viewer,
        ["/openapi/{documentName}.json"] = Least.Viewer,

        // What people share with others.
        ["/links"] = Least.Reviewer,
        ["/api/v1/exports/links"] = Least.Reviewer,
        ["/api/v1/exports/snapshots"] = Least.Reviewer,

        // What people did, and how the tool is run.
        ["/activity"] = Least.Administrator,
        ["/api/v1/activity"] = Least.Administrator,
        ["/api/v1/exports/activity"] = Least.Administrator,
        ["/api/v1/activity/verification"] = Least.Administrator,
        ["/jobs/{**path}"] = Least.Administrator,
    };

    [Fact]
    public void Route_OfTheServer_IsDecided()
    {
        var routes = Routes().Select(r => r.Route).Distinct(StringComparer.Ordinal).ToList();

        var undecided = routes.Except(Decided.Keys).Order(StringComparer.Ordinal).ToList();
        Assert.True(undecided.Count == 0, "Decide in this file who may ask for: " + string.Join(", ", undecided));
        Assert.Empty(Decided.Keys.Except(routes)); // what is gone needs no decision
    }

    [Theory]
    [InlineData(null)]
    [InlineData(DashboardRole.Viewer)]
    [InlineData(DashboardRole.Reviewer)]
    [InlineData(DashboardRole.Administrator)]
    public async Task Route_AskedByBrowser_AnswersWhomItMay(DashboardRole? role)
    {
        using var visitor = role is { } signedIn ? await server.SignInAsync(signedIn) : server.Visit();
        var faults = new List<string>();

        foreach (var (route, path, method) in Requests())
        {
            using var answer = await visitor.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

            var expected = Expected(Decided[route], role, IsForPeople(method, path));
            if (OutcomeOf(answer) is var outcome && outcome != expected)
            {
                faults.Add($"{method} {path}: {outcome}, not {expected} ({(int)answer.StatusCode} {answer.Headers.Location})");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>A token opens the API as far as its role goes, and nothing else, whatever its role.</summary>
    [Theory]
    [InlineData(DashboardRole.Viewer)]
    [InlineData(DashboardRole.Reviewer)]
    [InlineData(DashboardRole.Administrator)]
    public async Task Route_AskedByToken_AnswersWhereItIsTheApi(DashboardRole role)
    {
        var token = await server.MakeAsync(CredentialKind.ApiToken, role, "script");
        using var visitor = server.Visit();
        var faults = new List<string>();

        foreach (var (route, path, method) in Requests())
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await visitor.SendAsync(request);

            var isApi = path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/openapi/", StringComparison.Ordinal);
            var expected = Expected(Decided[route], isApi ? role : null, isForPeople: false);
            if (OutcomeOf(answer) is var outcome && outcome != expected)
            {
                faults.Add($"{method} {path}: {outcome}, not {expected} ({(int)answer.StatusCode} {answer.Headers.Location})");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static string Expected(Least least, DashboardRole? role, bool isForPeople) =>
        least == Least.Nobody ? "answered"
        : role is null ? (isForPeople ? "led to sign-in" : "401")
        : (least == Least.Administrator && role != DashboardRole.Administrator) || (least == Least.Reviewer && role == DashboardRole.Viewer) ? (isForPeople ? "led to not-allowed" : "403")
        : "answered";

    // Programs get a status, people a page.
    private static bool IsForPeople(string method, string path) =>
        method == "GET" && !path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase) && !path.StartsWith("/openapi/", StringComparison.Ordinal) && !path.StartsWith("/_blazor", StringComparison.Ordinal);

    private static string OutcomeOf(HttpResponseMessage answer)
    {
        var target = answer.StatusCode == HttpStatusCode.Found ? answer.Headers.Location?.OriginalString : null;
        return target == SignInPaths.NotAllowed ? "led to not-allowed"
            : target is not null && (target == SignInPaths.SignIn || target.StartsWith(SignInPaths.SignIn + "?return=", StringComparison.Ordinal)) ? "led to sign-in"
            : answer.StatusCode == HttpStatusCode.Unauthorized ? "401"
            : answer.StatusCode == HttpStatusCode.Forbidden && answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? "403" // the job board has one of its own, for forms without a token
            : (int)answer.StatusCode >= 500 ? string.Create(CultureInfo.InvariantCulture, $"failed with {(int)answer.StatusCode}")
            : "answered";
    }

    private IEnumerable<(string Route, string Path, string Method)> Requests() => Routes()
        .Concat([
            ("/jobs/{**path}", "/jobs", "GET"), ("/jobs/{**path}", "/jobs/recurring", "GET"), ("/jobs/{**path}", "/jobs/css-dark0", "GET"),
            ("/jobs/{**path}", "/jobs/stats", "POST"), ("/jobs/{**path}", "/jobs/recurring/trigger", "POST"), ("/jobs/{**path}", "/JOBS/Recurring", "GET"),
            ("/activity", "/Activity", "GET"), ("/activity", "/activity/", "GET"), ("/api/v1/activity", "/API/v1/Activity", "GET"),
            ("/links", "/Links", "GET"), ("/links", "/links/", "GET"),
        ]);

    private List<(string Route, string Path, string Method)> Routes() => RoutesOf(server);

    /// <summary>Every route of a server, with a path that leads to it, by each of its methods.</summary>
    internal static List<(string Route, string Path, string Method)> RoutesOf(TokenServer server)
    {
        server.Start();
        var found = new List<(string Route, string Path, string Method)>();
        foreach (var endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            // The files of wwwroot are the same for everybody.
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            {
                continue;
            }

            var path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
            {
                RoutePatternLiteralPart literal => literal.Content,
                RoutePatternSeparatorPart separator => separator.Content,
                RoutePatternParameterPart { Name: "documentName" } => "v1",
                RoutePatternParameterPart when endpoint.RoutePattern.RawText!.EndsWith(":file}", StringComparison.Ordinal) => "x.css", // routes of a table have a text
                _ => "x",
            }))));
            IEnumerable<string> methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } named ? named : ["GET", "POST"];
            found.AddRange(methods.Where(m => m != "OPTIONS").Select(method => ("/" + endpoint.RoutePattern.RawText?.TrimStart('/'), path, method)));
        }

        return found;
    }
}
