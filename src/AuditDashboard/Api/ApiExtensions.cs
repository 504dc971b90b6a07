using Microsoft.OpenApi;

namespace AuditDashboard.Api;

/// <summary>Registers and maps the HTTP API.</summary>
internal static class ApiExtensions
{
    /// <summary>Adds what the API needs beside storage and the catalog.</summary>
    public static IServiceCollection AddDashboardApi(this IServiceCollection services) => services
        .AddSingleton<ApiCoverage>()
        .AddSingleton<ApiEndpoints>()
        .AddProblemDetails()
        .ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new UtcTimeConverter());
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        })
        .AddOpenApi("v1", openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "AuditDashboard",
                Version = "v1",
                Description = "Stored audit events of Kubernetes clusters, read-only. Only what canned queries select is stored, and secrets are taken out.",
            };

            // The document is the same whichever loopback name asks for it.
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));

    /// <summary>Maps <c>/api/v1</c> and its description at <c>/openapi/v1.json</c>.</summary>
    public static IEndpointRouteBuilder MapDashboardApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        var api = routes.MapGroup("/api/v1").AddEndpointFilter<RouteGroupBuilder, ApiFaultFilter>().WithTags("Audit events");
        api.MapGet("/clusters", (ApiEndpoints endpoints, HttpRequest request, CancellationToken cancellationToken) => endpoints.GetClustersAsync(request, cancellationToken))
            .Describe("GetClusters", "Clusters that the database knows, by name.", []);
        api.MapGet("/queries", (ApiEndpoints endpoints, HttpRequest request) => endpoints.GetQueries(request))
            .Describe("GetQueries", "The canned queries, in catalog order.", []);
        api.MapGet("/events", (ApiEndpoints endpoints, HttpRequest request, CancellationToken cancellationToken) => endpoints.GetEventsAsync(request, cancellationToken))
            .Describe("GetEvents", "Stored events, newest first.", ApiEndpoints.EventParameters);
        api.MapGet("/events/{id}", (ApiEndpoints endpoints, string id, HttpRequest request, CancellationToken cancellationToken) => endpoints.GetEventAsync(id, request, cancellationToken))
            .Describe("GetEvent", "One stored event by its id.", []);
        api.MapGet("/bins", (ApiEndpoints endpoints, HttpRequest request, CancellationToken cancellationToken) => endpoints.GetBinsAsync(request, cancellationToken))
            .Describe("GetBins", "Counts of canned queries in bins. Default window: the last 24 hours.", ApiEndpoints.BinParameters);
        api.MapGet("/coverage", (ApiEndpoints endpoints, HttpRequest request, CancellationToken cancellationToken) => endpoints.GetCoverageAsync(request, cancellationToken))
            .Describe("GetCoverage", "What is collected, per cluster and canned query. Default window: the last 24 hours.", ApiEndpoints.CoverageParameters);
        routes.MapFallback("/api/{**path}", (HttpRequest request) => TypedResults.Problem(
            $"There is nothing at {request.Path}. The paths are described at /openapi/v1.json.", statusCode: StatusCodes.Status404NotFound));
        return routes;
    }

    private static void Describe(this RouteHandlerBuilder endpoint, string name, string summary, IReadOnlyList<ApiParameter> parameters) => endpoint
        .WithName(name)
        .WithSummary(summary)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var parameter in parameters)
            {
                // The handlers read them by hand, to refuse what is unknown.
                (operation.Parameters ??= []).Add(new OpenApiParameter
                {
                    Name = parameter.Name,
                    In = ParameterLocation.Query,
                    Description = parameter.Description,
                    Schema = parameter.IsRepeatable
                        ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } }
                        : new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }

            return Task.CompletedTask;
        });
}
