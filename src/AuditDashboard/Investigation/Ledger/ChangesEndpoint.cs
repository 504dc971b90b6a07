using AuditDashboard.Api;
using AuditDashboard.Changes;
using AuditDashboard.Queries;
using AuditDashboard.Storage.Clusters;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuditDashboard.Investigation.Ledger;

/// <summary><c>/api/v1/changes</c>.</summary>
internal sealed class ChangesEndpoint(ChangesReader reader, ClusterStore clusters, ApiCoverage coverage, QueryCatalog catalog, TimeProvider clock)
{
    /// <summary>Its parameters.</summary>
    public static IReadOnlyList<ApiParameter> Parameters { get; } = [ApiParameter.Cluster, ApiParameter.From, ApiParameter.To, ApiParameter.Cursor, ApiParameter.Limit];

    /// <summary>Answers.</summary>
    public async Task<Results<Ok<ChangesAnswer>, ValidationProblem>> GetAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var known = await clusters.GetAllAsync(cancellationToken);
        var query = new ApiQuery(request.Query, Parameters, clock.GetUtcNow());
        var cluster = query.Cluster(known.Select(row => row.Name));
        var window = query.Window(TimeSpan.FromDays(1)) ?? default; // a default length always gives one
        var (cursor, limit) = (query.Cursor(), query.Limit());
        if (query.Errors.Count > 0)
        {
            return ApiEndpoints.Refuse(query);
        }

        var (items, next) = await reader.ReadAsync(cluster, window, cursor, limit, cancellationToken);
        var inScope = known.Where(row => cluster is null || row.Name == cluster);
        return TypedResults.Ok(new ChangesAnswer(
            window.From, window.To, items, next?.ToString(), await reader.CountUndatedAsync(cluster, cancellationToken), await reader.CountUnreadableAsync(cluster, cancellationToken),
            await coverage.SummarizeAsync(inScope, window, ChangesProfile.Changes(catalog).Queries, cancellationToken)));
    }
}
