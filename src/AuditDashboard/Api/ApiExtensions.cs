using System.Globalization;
using System.Text.Json.Serialization;
using AuditDashboard.Actors;
using AuditDashboard.Exports;
using AuditDashboard.Investigation.Access;
using AuditDashboard.Investigation.Ledger;
using AuditDashboard.Ledger;
using AuditDashboard.Ledger.Workloads;
using AuditDashboard.Queue;
using AuditDashboard.Reviews;
using AuditDashboard.Sharing;
using AuditDashboard.SignIn;
using AuditDashboard.Used;
using Microsoft.OpenApi;

namespace AuditDashboard.Api;

/// <summary>Registers and maps the HTTP API.</summary>
internal static class ApiExtensions
{
    /// <summary>The methods that the API answers.</summary>
    public static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds what the API needs beside storage and the catalog.</summary>
    public static IServiceCollection AddDashboardApi(this IServiceCollection services) => services
        .AddSingleton<ApiCoverage>()
        .AddSingleton<ApiEndpoints>()
        .AddSingleton<ActorEndpoint>()
        .AddSingleton<ChangesEndpoint>()
        .AddSingleton<CanEndpoint>()
        .AddSingleton<QueueEndpoint>()
        .AddSingleton<UsedEndpoint>()
        .AddSingleton<LedgerEndpoint>()
        .AddSingleton<WorkloadEndpoint>()
        .AddProblemDetails()
        .ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new UtcTimeConverter());

            // Numbers are written as numbers; the description says so only under this rule.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        })
        .AddOpenApi("v1", openApi => openApi
            .AddDocumentTransformer((document, _, _) =>
            {
                Introduce(document);
                return Task.CompletedTask;
            })
            .AddSchemaTransformer((schema, context, _) =>
            {
                DescribeTimes(schema, context.JsonTypeInfo.Type);
                return Task.CompletedTask;
            }));

    /// <summary>Maps <c>/api/v1</c> and its description at <c>/openapi/v1.json</c>.</summary>
    public static IEndpointRouteBuilder MapDashboardApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        var api = routes.MapGroup("/api/v1").AddEndpointFilter<RouteGroupBuilder, ApiFaultFilter>().WithTags("Audit events")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status500InternalServerError).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapMethods("/clusters", ReadMethods, (ApiEndpoints endpoints, HttpRequest request, CancellationToken cancellationToken) => endpoints.GetClustersAsync(request, cancellationToken))
            .Describe("GetClusters", "Clusters that the database knows, by name.", []);
        api.MapMethods("/queries", ReadMethods, (ApiEndpoints endpoints, HttpRequest request) => endpoints.GetQueries(request))
            .Describe("GetQueries", "The canned queries, in catalog order.", []);
        api.MapMethods("/events", ReadMethods, (ApiEndpoints endpoints, HttpRequest request, CancellationToken cancellationToken) => endpoints.GetEventsAsync(request, cancellationToken))
            .Describe("GetEvents", "Stored events, newest first.", ApiEndpoints.EventParameters);
        api.MapMethods("/events/{id}", ReadMethods, (ApiEndpoints endpoints, string id, HttpRequest request, CancellationToken cancellationToken) => endpoints.GetEventAsync(id, request, cancellationToken))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Describe("GetEvent", "One stored event by its id.", []);
        api.MapMethods("/bins", ReadMethods, (ApiEndpoints endpoints, HttpRequest request, CancellationToken cancellationToken) => endpoints.GetBinsAsync(request, cancellationToken))
            .Describe("GetBins", "Counts of canned queries in bins. Default window: the last 24 hours.", ApiEndpoints.BinParameters);
        api.MapMethods("/coverage", ReadMethods, (ApiEndpoints endpoints, HttpRequest request, CancellationToken cancellationToken) => endpoints.GetCoverageAsync(request, cancellationToken))
            .Describe("GetCoverage", "What is collected, per cluster and canned query. Default window: the last 24 hours.", ApiEndpoints.CoverageParameters);
        api.MapMethods("/activity", ReadMethods, (ApiEndpoints endpoints, HttpRequest request, CancellationToken cancellationToken) => endpoints.GetActivityAsync(request, cancellationToken))
            .RequireAuthorization(SignInExtensions.AdministratorsOfAll).ProducesProblem(StatusCodes.Status403Forbidden)
            .Describe("GetActivity", "What people did in the dashboard, newest first. For administrators.", ApiEndpoints.ActivityParameters);
        api.MapMethods("/activity/verification", ReadMethods, (ApiEndpoints endpoints, CancellationToken cancellationToken) => endpoints.VerifyActivityAsync(cancellationToken))
            .RequireAuthorization(SignInExtensions.AdministratorsOfAll).ProducesProblem(StatusCodes.Status403Forbidden)
            .Describe("VerifyActivity", "Whether the record of what people did is as it was written. For administrators.", []);
        api.MapMethods("/actor", ReadMethods, (ActorEndpoint endpoint, HttpRequest request, CancellationToken cancellationToken) => endpoint.GetAsync(request, cancellationToken))
            .Describe("GetActor", "Collected activity of one user. Default window: the last 24 hours.", ActorEndpoint.Parameters);
        api.MapMethods("/changes", ReadMethods, (ChangesEndpoint endpoint, HttpRequest request, CancellationToken cancellationToken) => endpoint.GetAsync(request, cancellationToken))
            .Describe("GetChanges", "Stored changes to who may do what, newest first, with what each did. Default window: the last 24 hours.", ChangesEndpoint.Parameters);
        api.MapMethods("/can", ReadMethods, (CanEndpoint endpoint, HttpRequest request, CancellationToken cancellationToken) => endpoint.GetAsync(request, cancellationToken))
            .Describe("GetCan", "Who could do something at a time by RBAC, with every way, as far as is known.", CanEndpoint.Parameters);
        api.MapMethods("/unexplained", ReadMethods, (QueueEndpoint endpoint, HttpRequest request, CancellationToken cancellationToken) => endpoint.GetAsync(request, cancellationToken))
            .Describe("GetUnexplained", "Changes that no rule explains, or those that one does. Default window: the last 24 hours.", QueueEndpoint.Parameters);
        api.MapMethods("/used", ReadMethods, (UsedEndpoint endpoint, HttpRequest request, CancellationToken cancellationToken) => endpoint.GetAsync(request, cancellationToken))
            .Describe("GetUsed", "Whether a binding or role was used, from the reasons of collected requests. Default window: the last 24 hours.", UsedEndpoint.Parameters);
        api.MapMethods("/access", ReadMethods, (LedgerEndpoint endpoint, HttpRequest request, CancellationToken cancellationToken) => endpoint.GetAsync(request, cancellationToken))
            .Describe("GetAccess", "Who was let in and given what: changes of bindings and aws-auth, and calls to EKS. Default window: the last 24 hours.", LedgerEndpoint.Parameters);
        api.MapMethods("/workloads", ReadMethods, (WorkloadEndpoint endpoint, HttpRequest request, CancellationToken cancellationToken) => endpoint.GetAsync(request, cancellationToken))
            .Describe("GetWorkloads", "Which service accounts took, or tried to take, which IAM roles, from CloudTrail. Default window: the last 24 hours.", WorkloadEndpoint.Parameters);
        api.MapReviews();
        api.MapSnapshots();
        api.MapExports();
        routes.MapFallback("/api/{**path}", AnswerOther);
        return routes;
    }

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "AuditDashboard",
            Version = "v1",
            Description = "Stored audit events of Kubernetes clusters, read-only. Only what canned queries select is stored, and secrets are taken out. Where people sign in, a call needs a token: Authorization: Bearer TOKEN.",
        };

        // The document is the same whichever loopback name asks for it.
        document.Servers?.Clear();

        // HEAD answers like GET without the body; described twice, operations would share their ids.
        foreach (var path in document.Paths.Values)
        {
            path.Operations?.Remove(HttpMethod.Head);
        }
    }

    // Our converter hides from the generator that times are text.
    private static void DescribeTimes(OpenApiSchema schema, Type type)
    {
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
        {
            schema.Type = type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
        }
    }

    private static OpenApiSchema SchemaOf(ApiParameter parameter)
    {
        var value = parameter.Bounds is { } bounds
            ? new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Minimum = bounds.Min.ToString(CultureInfo.InvariantCulture),
                Maximum = bounds.Max.ToString(CultureInfo.InvariantCulture),
            }
            : new OpenApiSchema { Type = JsonSchemaType.String };
        return parameter.IsRepeatable ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = value } : value;
    }

    /// <summary>What no endpoint answers: another method than the two that read, or a path that is none.</summary>
    private static IResult AnswerOther(HttpContext context)
    {
        if (ReadMethods.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase))
        {
            return TypedResults.Problem(
                $"There is nothing at {context.Request.Path}. The paths are described at /openapi/v1.json.", statusCode: StatusCodes.Status404NotFound);
        }

        context.Response.Headers.Allow = string.Join(", ", ReadMethods);
        return HttpMethods.IsOptions(context.Request.Method)
            ? TypedResults.NoContent()
            : TypedResults.Problem("The API is read-only. Use GET or HEAD.", statusCode: StatusCodes.Status405MethodNotAllowed);
    }

    /// <summary>Describes an endpoint whose handler reads its query by hand.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string name, string summary, IReadOnlyList<ApiParameter> parameters) => endpoint
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
                    Schema = SchemaOf(parameter),
                });
            }

            return Task.CompletedTask;
        });
}
