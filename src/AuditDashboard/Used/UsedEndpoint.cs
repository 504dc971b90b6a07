using AuditDashboard.Api;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuditDashboard.Used;

/// <summary><c>/api/v1/used</c>.</summary>
internal sealed class UsedEndpoint(UsedReader reader, ClusterStore clusters, ApiCoverage coverage, TimeProvider clock)
{
    private static readonly ChangeKind[] Kinds = [ChangeKind.RoleBinding, ChangeKind.ClusterRoleBinding, ChangeKind.Role, ChangeKind.ClusterRole];

    /// <summary>Its parameters.</summary>
    public static IReadOnlyList<ApiParameter> Parameters { get; } =
        [ApiParameter.Cluster, ApiParameter.GrantKind, ApiParameter.GrantNamespace, ApiParameter.GrantName, ApiParameter.From, ApiParameter.To];

    /// <summary>Answers.</summary>
    public async Task<Results<Ok<UsedItem>, ValidationProblem>> GetAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var known = await clusters.GetAllAsync(cancellationToken);
        var query = new ApiQuery(request.Query, Parameters, clock.GetUtcNow());
        var cluster = query.Cluster(known.Select(row => row.Name)) ?? (known is [var only] ? only.Name : null);
        var window = query.Window(TimeSpan.FromDays(1)) ?? default; // a default length always gives one
        var kindText = query.Text(ApiParameter.GrantKind);
        var state = new UsedState
        {
            Kind = Array.Find(Kinds, kind => FacetWords.OfKind(kind) == kindText),
            Namespace = query.Text(ApiParameter.GrantNamespace),
            Name = query.Text(ApiParameter.GrantName) ?? "",
        };
        if (cluster is null)
        {
            query.Refuse(ApiParameter.Cluster.Name, "cluster is missing. A grant is one cluster's: write its name.");
        }

        if (state.Question([]) is null)
        {
            query.Refuse(ApiParameter.GrantKind.Name, "These name no grant. Write a kind (RoleBinding, ClusterRoleBinding, Role or ClusterRole), a name and, for RoleBinding and Role, a namespace.");
        }

        if (query.Errors.Count > 0 || cluster is null)
        {
            return ApiEndpoints.Refuse(query);
        }

        var data = await reader.ReadAsync(cluster, window, state, cancellationToken);
        if (data.Use is not { } use)
        {
            query.Refuse(ApiParameter.From.Name, $"The window holds {data.Candidates} events that may tell, more than {UsedReader.MaxRead}. Write a later from.");
            return ApiEndpoints.Refuse(query);
        }

        return TypedResults.Ok(UsedItem.Of(cluster, data, use, await coverage.SummarizeAsync(known.Where(row => row.Name == cluster), window, [], cancellationToken)));
    }
}
