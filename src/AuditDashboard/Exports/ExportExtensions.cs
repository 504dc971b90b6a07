using System.Text.Json.Nodes;
using AuditDashboard.Actors;
using AuditDashboard.Api;
using AuditDashboard.Collection;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Investigation.Access;
using AuditDashboard.Investigation.Objects;
using AuditDashboard.Ledger;
using AuditDashboard.Ledger.Workloads;
using AuditDashboard.Queue;
using AuditDashboard.Reviews;
using AuditDashboard.Sharing;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Used;
using Microsoft.OpenApi;

namespace AuditDashboard.Exports;

/// <summary>Registers and maps exports.</summary>
internal static class ExportExtensions
{
    /// <summary>Adds what exports need beside storage, the catalog and the API.</summary>
    public static IServiceCollection AddExports(this IServiceCollection services) => services
        .AddSingleton<ExportGate>()
        .AddSingleton<ExportEndpoints>()
        .AddSingleton<TableEndpoint>()
        .AddSingleton<ITableSource, QueueTable>()
        .AddSingleton<ITableSource, LedgerTable>()
        .AddSingleton<ITableSource, WorkloadTable>()
        .AddSingleton<ITableSource, ObjectTable>()
        .AddSingleton<ITableSource, WhoCanTable>()
        .AddSingleton<ITableSource, UsedTable>()
        .AddSingleton<ITableSource, ActorTable>()
        .AddSingleton<ITableSource, ReviewTable>()
        .AddSingleton<ITableSource, RunTableSource>()
        .AddSingleton<ITableSource, UnreadableTable>()
        .AddSingleton<ITableSource, LinkTable>()
        .AddSingleton<ITableSource, SnapshotTable>()
        .AddSingleton<ITableSource, ActivityTable>();

    /// <summary>Maps <c>/exports/{list}</c> into the API, and a route of its own for each list whose rows are not events.</summary>
    public static void MapExports(this RouteGroupBuilder api)
    {
        MapEvents(api);
        foreach (var source in ((IEndpointRouteBuilder)api).ServiceProvider.GetServices<ITableSource>())
        {
            MapTable(api, source);
        }
    }

    private static void MapEvents(RouteGroupBuilder api) => api
        .MapMethods(
            "/exports/{list}",
            ApiExtensions.ReadMethods,
            (ExportEndpoints endpoints, string list, HttpRequest request, CancellationToken cancellationToken) => endpoints.ExportAsync(list, request, cancellationToken))
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound)
        .Describe("ExportEvents", "All events of a page's list as a file, newest first: the page's address behind /api/v1/exports, with a format.", ExportEndpoints.Parameters)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var list in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.Name == "list"))
            {
                list.Description = "The page: " + string.Join(", ", ExportList.Keys) + ".";
                list.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. ExportList.Keys.Select(key => JsonValue.Create(key))] };
            }

            DescribeFile(operation, "export, items (as of GetEvents) and end; of about, what stands in export.");
            return Task.CompletedTask;
        });

    private static void MapTable(RouteGroupBuilder api, ITableSource source)
    {
        var route = api
            .MapMethods(
                "/exports/" + source.Key,
                ApiExtensions.ReadMethods,
                (TableEndpoint endpoint, HttpRequest request, CancellationToken cancellationToken) => endpoint.ExportAsync(source, request, cancellationToken))
            .ProducesValidationProblem()
            .Describe("Export" + string.Concat(source.Key.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])), source.Summary, [.. ExportForm.Parameters, .. source.Parameters])
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                DescribeFile(operation, "export, items and end; of about, what stands in export.");
                return Task.CompletedTask;
            });
        if (source.Policy is { } policy)
        {
            route.RequireAuthorization(policy).ProducesProblem(StatusCodes.Status403Forbidden);
        }
    }

    private static void DescribeFile(OpenApiOperation operation, string members)
    {
        foreach (var format in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.Name == "format"))
        {
            format.Required = true;
            format.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. ExportFormat.All.Select(known => JsonValue.Create(known.Key))] };
        }

        var text = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        var document = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = members } };
        (operation.Responses ??= [])["200"] = new OpenApiResponse
        {
            Description = "The file. Without its end (a line \"# end\", or a member end) it was cut off.",
            Content = new Dictionary<string, OpenApiMediaType> { ["text/csv"] = text, ["application/json"] = document, ["application/x-ndjson"] = text },
        };
    }
}
