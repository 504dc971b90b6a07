using AuditDashboard.Api;
using AuditDashboard.Storage.Clusters;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuditDashboard.Actors;

/// <summary><c>/api/v1/actor</c>.</summary>
internal sealed class ActorEndpoint(ActorReportReader reader, ClusterStore clusters, ApiCoverage coverage, TimeProvider clock)
{
    /// <summary>Its parameters.</summary>
    public static IReadOnlyList<ApiParameter> Parameters { get; } = [ApiParameter.ActorName, ApiParameter.Cluster, ApiParameter.From, ApiParameter.To];

    /// <summary>Answers.</summary>
    public async Task<Results<Ok<ActorAnswer>, ValidationProblem>> GetAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var known = await clusters.GetAllAsync(cancellationToken);
        var query = new ApiQuery(request.Query, Parameters, clock.GetUtcNow());
        var cluster = query.Cluster(known.Select(row => row.Name));
        var window = query.Window(TimeSpan.FromDays(1)) ?? default; // a default length always gives one
        if (!request.Query.ContainsKey(ApiParameter.ActorName.Name))
        {
            query.Refuse(ApiParameter.ActorName.Name, "name is missing. Write a Kubernetes user name, or an empty one for requests that were not signed in.");
        }

        if (query.Errors.Count > 0)
        {
            return ApiEndpoints.Refuse(query);
        }

        var report = await reader.ReadAsync(query.Text(ApiParameter.ActorName) ?? "", cluster, window, cancellationToken);
        var inScope = known.Where(row => cluster is null || row.Name == cluster);
        return TypedResults.Ok(ActorAnswer.Of(report, await coverage.SummarizeAsync(inScope, window, [], cancellationToken)));
    }
}
