using AuditDashboard.Api;
using AuditDashboard.Storage.Clusters;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuditDashboard.Ledger.Workloads;

/// <summary><c>/api/v1/workloads</c>.</summary>
internal sealed class WorkloadEndpoint(WorkloadReader reader, ClusterStore clusters, TimeProvider clock)
{
    /// <summary>Its parameters.</summary>
    public static IReadOnlyList<ApiParameter> Parameters { get; } = [ApiParameter.Cluster with { Description = "Name of a cluster. Default: the only one." }, ApiParameter.From, ApiParameter.To];

    /// <summary>Answers.</summary>
    public async Task<Results<Ok<WorkloadAnswer>, ValidationProblem>> GetAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var names = (await clusters.GetAllAsync(cancellationToken)).Select(row => row.Name).ToList();
        var query = new ApiQuery(request.Query, Parameters, clock.GetUtcNow());
        var cluster = query.Cluster(names) ?? (names is [var only] ? only : null);
        var window = query.Window(TimeSpan.FromDays(1)) ?? default; // a default length always gives one
        if (cluster is null && query.Errors.Count == 0)
        {
            query.Refuse(ApiParameter.Cluster.Name, names.Count == 0 ? "The database has no cluster yet." : "cluster is missing. Name one: a service account is one cluster's.");
        }

        return query.Errors.Count > 0 || cluster is null
            ? ApiEndpoints.Refuse(query)
            : TypedResults.Ok(WorkloadAnswer.Of(cluster, await reader.ReadAsync(cluster, window, new WorkloadState(), cancellationToken)));
    }
}
