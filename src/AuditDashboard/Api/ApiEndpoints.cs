using System.Globalization;
using AuditDashboard.Queries;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuditDashboard.Api;

/// <summary>The answers of the API.</summary>
internal sealed class ApiEndpoints(
    EventReader events, BinReader bins, ClusterStore clusters, ApiCoverage coverage, QueryCatalog catalog, ActivityReader activity, TimeProvider clock)
{
    // 30 days of minutes, as on the pages.
    private const long MostBins = 43_200;
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(1);

    public static IReadOnlyList<ApiParameter> EventParameters { get; } =
    [
        ApiParameter.Cluster, ApiParameter.Query, ApiParameter.From, ApiParameter.To, ApiParameter.Verb, ApiParameter.User, ApiParameter.Namespace,
        ApiParameter.ObjectName, ApiParameter.Ip, ApiParameter.Code, ApiParameter.Search, ApiParameter.Cursor, ApiParameter.Limit,
    ];

    public static IReadOnlyList<ApiParameter> BinParameters { get; } =
        [ApiParameter.Cluster, ApiParameter.Query, ApiParameter.From, ApiParameter.To, ApiParameter.Width];

    public static IReadOnlyList<ApiParameter> CoverageParameters { get; } =
        [ApiParameter.Cluster, ApiParameter.Query, ApiParameter.From, ApiParameter.To];

    public static IReadOnlyList<ApiParameter> ActivityParameters { get; } = [ApiParameter.Kind, ApiParameter.Before, ApiParameter.Limit];

    public async Task<Results<Ok<ListAnswer<ClusterItem>>, ValidationProblem>> GetClustersAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var query = Read(request, []);
        return query.Errors.Count > 0
            ? Refuse(query)
            : TypedResults.Ok(new ListAnswer<ClusterItem>([.. (await clusters.GetAllAsync(cancellationToken)).Select(ApiItems.Of)]));
    }

    public Results<Ok<ListAnswer<QueryItem>>, ValidationProblem> GetQueries(HttpRequest request)
    {
        var query = Read(request, []);
        return query.Errors.Count > 0 ? Refuse(query) : TypedResults.Ok(new ListAnswer<QueryItem>([.. catalog.Queries.Select(ApiItems.Of)]));
    }

    public async Task<Results<Ok<EventsAnswer>, ValidationProblem>> GetEventsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var known = await clusters.GetAllAsync(cancellationToken);
        var query = Read(request, EventParameters);
        var queries = query.Queries(catalog);
        FacetFilter?[] facets =
        [
            query.Facet(ApiParameter.Verb, EventFacet.Verb), query.Facet(ApiParameter.User, EventFacet.Actor),
            query.Facet(ApiParameter.Namespace, EventFacet.Namespace), query.Facet(ApiParameter.ObjectName, EventFacet.Name),
            query.Facet(ApiParameter.Ip, EventFacet.SourceIp), query.Code(),
        ];
        var filter = new EventFilter
        {
            Cluster = query.Cluster(known.Select(cluster => cluster.Name)),
            Window = query.Window(defaultLength: null),
            QueryIds = [.. queries.Select(canned => canned.Id)],
            Facets = [.. facets.OfType<FacetFilter>()],
            Search = query.Text(ApiParameter.Search),
        };
        var cursor = query.Cursor();
        var limit = query.Limit();
        if (query.Errors.Count > 0)
        {
            return Refuse(query);
        }

        var (page, next) = await events.GetPageWithJsonAsync(filter, cursor, limit, cancellationToken);
        var covered = await coverage.SummarizeAsync(InScope(known, filter.Cluster), filter.Window, queries, cancellationToken);
        return TypedResults.Ok(new EventsAnswer([.. page.Select(ApiItems.Of)], next?.ToString(), covered));
    }

    public async Task<Results<Ok<EventItem>, ValidationProblem, ProblemHttpResult>> GetEventAsync(string id, HttpRequest request, CancellationToken cancellationToken)
    {
        var query = Read(request, []);
        if (id.Length is not (32 or 64) || !id.All(char.IsAsciiHexDigit))
        {
            query.Refuse("id", $"id is '{id}'. Write the 32 hex digits of an event's id.");
        }

        if (query.Errors.Count > 0)
        {
            return Refuse(query);
        }

        return await events.FindAsync(id.ToLowerInvariant(), cancellationToken) is { } stored
            ? TypedResults.Ok(ApiItems.Of(stored))
            : TypedResults.Problem($"No event with the id {id} is stored.", statusCode: StatusCodes.Status404NotFound);
    }

    public async Task<Results<Ok<BinsAnswer>, ValidationProblem>> GetBinsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var known = await clusters.GetAllAsync(cancellationToken);
        var query = Read(request, BinParameters);
        var cluster = query.Cluster(known.Select(row => row.Name));
        var queries = query.Queries(catalog);
        var window = query.Window(DefaultWindow) ?? default;
        var width = query.WidthMinutes();
        if (query.Errors.Count == 0 && window.Duration.TotalMinutes / width > MostBins)
        {
            query.Refuse(ApiParameter.Width.Name, $"The window holds more than {MostBins} bins. Write a wider width, or a later from.");
        }

        if (query.Errors.Count > 0)
        {
            return Refuse(query);
        }

        string[] ids = [.. (queries.Count == 0 ? catalog.Queries : queries).Select(canned => canned.Id)];
        var table = await bins.GetByQueryAsync(cluster, window, ids, width, cancellationToken);
        return TypedResults.Ok(new BinsAnswer(
            window.From, window.To, TimeWindow.FromMicrosSinceEpoch(table.StartMicros), table.WidthMinutes,
            [.. table.Series.Select(series => new BinsItem(series.Key, series.Total, series.Counts))],
            await coverage.SummarizeAsync(InScope(known, cluster), window, queries, cancellationToken)));
    }

    public async Task<Results<Ok<ListAnswer<CoverageItem>>, ValidationProblem>> GetCoverageAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var known = await clusters.GetAllAsync(cancellationToken);
        var query = Read(request, CoverageParameters);
        var cluster = query.Cluster(known.Select(row => row.Name));
        var queries = query.Queries(catalog);
        var window = query.Window(DefaultWindow) ?? default;
        return query.Errors.Count > 0
            ? Refuse(query)
            : TypedResults.Ok(new ListAnswer<CoverageItem>(
                await coverage.GetLinesAsync(InScope(known, cluster), window, queries, cancellationToken)));
    }

    public async Task<Results<Ok<ActivityAnswer>, ValidationProblem>> GetActivityAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var query = Read(request, ActivityParameters);
        var (kind, before, limit) = (query.Kind(), query.Before(), query.Limit());
        if (query.Errors.Count > 0)
        {
            return Refuse(query);
        }

        var page = await activity.ReadAsync(kind, before, limit, cancellationToken);
        return TypedResults.Ok(new ActivityAnswer([.. page.Items.Select(ApiItems.Of)], page.Next?.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Whether the tool's own audit is as it was written.</summary>
    public async Task<Ok<ActivityVerificationAnswer>> VerifyActivityAsync(CancellationToken cancellationToken)
    {
        var verdict = await activity.VerifyAsync(cancellationToken);
        return TypedResults.Ok(new ActivityVerificationAnswer(verdict.IsIntact, verdict.Sealed, verdict.Unsealed, verdict.Since, verdict.Broken, verdict.More));
    }

    private ApiQuery Read(HttpRequest request, IReadOnlyList<ApiParameter> allowed) => new(request.Query, allowed, clock.GetUtcNow());

    /// <summary>The answer to a request that cannot be answered as it is written.</summary>
    public static ValidationProblem Refuse(ApiQuery query) => TypedResults.ValidationProblem(
        query.Errors.ToDictionary(), detail: string.Join(' ', query.Errors.Values.SelectMany(sentences => sentences)), title: "The request cannot be answered as it is written.");

    private static IEnumerable<ClusterRow> InScope(IReadOnlyList<ClusterRow> known, string? cluster) =>
        known.Where(row => cluster is null || row.Name == cluster);
}
