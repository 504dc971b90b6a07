using System.Text.Json.Nodes;
using AuditDashboard.Api;
using Microsoft.OpenApi;

namespace AuditDashboard.Exports;

/// <summary>Registers and maps exports.</summary>
internal static class ExportExtensions
{
    /// <summary>Adds what exports need beside storage, the catalog and the API.</summary>
    public static IServiceCollection AddExports(this IServiceCollection services) => services.AddSingleton<ExportGate>().AddSingleton<ExportEndpoints>();

    /// <summary>Maps <c>/exports/{list}</c> into the API.</summary>
    public static void MapExports(this RouteGroupBuilder api) => api
        .MapMethods(
            "/exports/{list}",
            ApiExtensions.ReadMethods,
            (ExportEndpoints endpoints, string list, HttpRequest request, CancellationToken cancellationToken) => endpoints.ExportAsync(list, request, cancellationToken))
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound)
        .Describe("ExportEvents", "All events of a page's list as a file, newest first: the page's address behind /api/v1/exports, with a format.", ExportEndpoints.Parameters)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var parameter in operation.Parameters ?? [])
            {
                if (parameter is OpenApiParameter { Name: "list" } list)
                {
                    list.Description = "The page: " + string.Join(", ", ExportList.Keys) + ".";
                    list.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. ExportList.Keys.Select(key => JsonValue.Create(key))] };
                }
                else if (parameter is OpenApiParameter { Name: "format" } format)
                {
                    format.Required = true;
                    format.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. ExportFormat.All.Select(known => JsonValue.Create(known.Key))] };
                }
            }

            var text = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            var document = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "export, items (as of GetEvents) and end; of about, what stands in export." } };
            (operation.Responses ??= [])["200"] = new OpenApiResponse
            {
                Description = "The file. Without its end (a line \"# end\", or a member end) it was cut off.",
                Content = new Dictionary<string, OpenApiMediaType> { ["text/csv"] = text, ["application/json"] = document, ["application/x-ndjson"] = text },
            };
            return Task.CompletedTask;
        });
}
