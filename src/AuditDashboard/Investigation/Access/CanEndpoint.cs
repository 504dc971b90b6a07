using AuditDashboard.Api;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuditDashboard.Investigation.Access;

/// <summary><c>/api/v1/can</c>.</summary>
internal sealed class CanEndpoint(WhoCanModel model, ClusterStore clusters, TimeProvider clock)
{
    /// <summary>Its parameters.</summary>
    public static IReadOnlyList<ApiParameter> Parameters { get; } =
        [ApiParameter.Cluster, ApiParameter.AskedVerb, ApiParameter.AskedResource, ApiParameter.AskedNamespace, ApiParameter.AskedName, ApiParameter.AskedUser, ApiParameter.At];

    /// <summary>Answers.</summary>
    public async Task<Results<Ok<CanAnswer>, ValidationProblem>> GetAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var names = (await clusters.GetAllAsync(cancellationToken)).Select(row => row.Name).ToList();
        var now = clock.GetUtcNow();
        var query = new ApiQuery(request.Query, Parameters, now);
        var cluster = query.Cluster(names) ?? (names is [var only] ? only : null);
        if (cluster is null)
        {
            query.Refuse(ApiParameter.Cluster.Name, names.Count == 0 ? "The database has no cluster yet." : "cluster is missing. Who may do what is a question about one.");
        }

        var state = new WhoCanState
        {
            Verb = query.Text(ApiParameter.AskedVerb) ?? "",
            Resource = query.Text(ApiParameter.AskedResource) ?? "",
            Namespace = query.Text(ApiParameter.AskedNamespace) ?? "",
            Name = query.Text(ApiParameter.AskedName) ?? "",
            User = query.Text(ApiParameter.AskedUser) ?? "",
            AtMicros = query.Instant(ApiParameter.At),
        };
        if (!AskedQuestion.TryRead(state.Verb, state.Resource, state.Namespace, state.Name, out _, out var problem))
        {
            query.Refuse(state.Verb.Length == 0 ? ApiParameter.AskedVerb.Name : ApiParameter.AskedResource.Name, problem ?? "The question cannot be read.");
        }

        if (query.Errors.Count > 0)
        {
            return ApiEndpoints.Refuse(query);
        }

        var end = TimeWindow.ToMicrosSinceEpoch(now);
        var view = await model.AskAsync(cluster, state, new TimeWindow(end - TimeWindow.MinuteMicros, end), cancellationToken);
        if (CanAnswer.Of(view, state.User) is { } answer)
        {
            return TypedResults.Ok(answer);
        }

        query.Refuse(ApiParameter.Cluster.Name, view.Problem ?? "The question cannot be answered.");
        return ApiEndpoints.Refuse(query);
    }
}
