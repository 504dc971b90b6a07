using System.Globalization;
using AuditDashboard.Api;
using AuditDashboard.Investigation;
using AuditDashboard.Queries;
using AuditDashboard.Storage.Clusters;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuditDashboard.Ledger;

/// <summary><c>/api/v1/access</c>.</summary>
internal sealed class LedgerEndpoint(LedgerReader reader, ClusterStore clusters, ApiCoverage coverage, QueryCatalog catalog, TimeProvider clock)
{
    private static readonly ApiParameter Page = new("page", "Number of the page of 100 rows, 1 to 1,000. Default: 1.", Bounds: (1, 1_000));

    /// <summary>Its parameters.</summary>
    public static IReadOnlyList<ApiParameter> Parameters { get; } = [ApiParameter.Cluster with { Description = "Name of a cluster. Default: the only one." }, ApiParameter.From, ApiParameter.To, Page];

    /// <summary>Answers.</summary>
    public async Task<Results<Ok<LedgerAnswer>, ValidationProblem>> GetAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var known = await clusters.GetAllAsync(cancellationToken);
        var query = new ApiQuery(request.Query, Parameters, clock.GetUtcNow());
        var cluster = query.Cluster(known.Select(row => row.Name)) ?? (known is [var only] ? only.Name : null);
        var window = query.Window(TimeSpan.FromDays(1)) ?? default; // a default length always gives one
        var state = new LedgerState { Page = ReadPage(query) };
        if (cluster is null && query.Errors.Count == 0)
        {
            query.Refuse(ApiParameter.Cluster.Name, "cluster is missing. Name one: who may get in is a question about one cluster.");
        }

        if (query.Errors.Count > 0 || cluster is null)
        {
            return ApiEndpoints.Refuse(query);
        }

        var data = await reader.ReadAsync(cluster, window, state, cancellationToken);
        var queries = catalog.Queries.Where(canned => ChangeModel.AccessQueries.Contains(canned.Id));
        return TypedResults.Ok(LedgerAnswer.Of(cluster, data, await coverage.SummarizeAsync(known.Where(row => row.Name == cluster), window, [.. queries], cancellationToken)));
    }

    private static int ReadPage(ApiQuery query)
    {
        if (query.Text(Page) is not { } text)
        {
            return 1;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is >= 1 and <= 1_000)
        {
            return page;
        }

        query.Refuse(Page.Name, $"page is '{text}'. Write a whole number from 1 to 1000.");
        return 1;
    }
}
