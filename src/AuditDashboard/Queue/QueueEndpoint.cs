using System.Globalization;
using AuditDashboard.Api;
using AuditDashboard.Changes;
using AuditDashboard.Queries;
using AuditDashboard.Storage.Clusters;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuditDashboard.Queue;

/// <summary><c>/api/v1/unexplained</c>.</summary>
internal sealed class QueueEndpoint(QueueReader reader, ClusterStore clusters, ApiCoverage coverage, QueryCatalog catalog, TimeProvider clock)
{
    /// <summary>Its parameters.</summary>
    public static IReadOnlyList<ApiParameter> Parameters { get; } = [ApiParameter.Cluster, ApiParameter.From, ApiParameter.To, ApiParameter.Rule, ApiParameter.Page];

    /// <summary>Answers.</summary>
    public async Task<Results<Ok<QueueAnswer>, ValidationProblem>> GetAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var known = await clusters.GetAllAsync(cancellationToken);
        var query = new ApiQuery(request.Query, Parameters, clock.GetUtcNow());
        var cluster = query.Cluster(known.Select(row => row.Name));
        var window = query.Window(TimeSpan.FromDays(1)) ?? default; // a default length always gives one
        var state = new QueueState { Rule = query.Text(ApiParameter.Rule), Page = ReadPage(query) };
        if (query.Errors.Count > 0)
        {
            return ApiEndpoints.Refuse(query);
        }

        var data = await reader.ReadAsync(cluster, window, state, cancellationToken);
        var inScope = known.Where(row => cluster is null || row.Name == cluster);
        return TypedResults.Ok(QueueAnswer.Of(data, await coverage.SummarizeAsync(inScope, window, ChangesProfile.Changes(catalog).Queries, cancellationToken)));
    }

    private static int ReadPage(ApiQuery query)
    {
        if (query.Text(ApiParameter.Page) is not { } text)
        {
            return 1;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is >= 1 and <= 1_000)
        {
            return page;
        }

        query.Refuse(ApiParameter.Page.Name, $"page is '{text}'. Write a whole number from 1 to 1000.");
        return 1;
    }
}
