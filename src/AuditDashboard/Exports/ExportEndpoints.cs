using System.Globalization;
using AuditDashboard.Api;
using AuditDashboard.Queries;
using AuditDashboard.Settings;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Urls;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Exports;

/// <summary>Answers requests for exports: a page's own address behind <c>/api/v1/exports</c>, with a format.</summary>
internal sealed class ExportEndpoints(
    EventReader events, ClusterStore clusters, ApiCoverage coverage, QueryCatalog catalog, ExportGate gate, ActivityLog activity, ILogger<ExportEndpoints> logger, TimeProvider clock)
{
    private const string FormatKey = "format";
    private const string HeaderKey = "header";

    /// <summary>What the query of an export may hold.</summary>
    public static IReadOnlyList<ApiParameter> Parameters { get; } =
    [
        new(FormatKey, "csv, json, ndjson, or about: what the export is about, without its events. Required."),
        new(HeaderKey, "false leaves out the lines about the export, before and after the events, of csv and ndjson. Default: true."),
        new(UrlVersion.Key, "Version of the address, as shared links carry it: 1. Default: 1."),
        ApiParameter.Cluster,
        new("range", "Length of a window that ends now, such as 24h. Default: 24h."),
        new("from", "First instant of a fixed window: RFC 3339."),
        new("to", "First instant after a fixed window: RFC 3339."),
        new("q", "Text in object names, user names, namespaces, URIs and addresses, regardless of ASCII case."),
        new("undated", "1 for the events without any time in place of those of the window."),
        new("query", "events: id of a canned query. Default: all.", IsRepeatable: true),
        new("show", "secrets: 401 or 403; anonymous: refused, allowed or granted. Default: all of the page's."),
        new("groups", "changes: other for writes to other API groups' resources of the same names."),
        .. FacetInfo.All.SelectMany(info => (ApiParameter[])
        [
            new("f." + info.Key, $"{info.Title} is one of these; empty for {info.EmptyText}.", IsRepeatable: true),
            new("x." + info.Key, $"{info.Title} is none of these.", IsRepeatable: true),
        ]),
    ];

    /// <summary>Chooses the events of the list and streams them.</summary>
    public async Task<IResult> ExportAsync(string list, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!ExportList.Keys.Contains(list, StringComparer.Ordinal))
        {
            return TypedResults.Problem(
                $"There is no list of that name to export. Lists are {string.Join(", ", ExportList.Keys)}.", statusCode: StatusCodes.Status404NotFound);
        }

        var now = clock.GetUtcNow();
        var known = await clusters.GetAllAsync(cancellationToken);
        var errors = new Dictionary<string, string[]>();
        var query = PageQuery.Parse(request.QueryString.Value ?? "");
        var format = ReadFormat(query, errors);
        var hasHeader = ReadHeader(query, errors);
        var asked = ReadList(list, query, now, errors);
        if (asked.Cluster is { } cluster && known.All(row => row.Name != cluster))
        {
            // An empty file would read as nothing happening.
            errors["cluster"] = [$"There is no cluster '{cluster}'. {(known.Count == 0 ? "There is none yet." : $"Known are {string.Join(", ", known.Select(row => row.Name))}.")}"];
        }

        if (errors.Count > 0 || format is null)
        {
            return TypedResults.ValidationProblem(
                errors, detail: string.Join(' ', errors.Values.SelectMany(sentences => sentences)), title: "Nothing was exported, since the address is not understood in full.");
        }

        if (gate.TryEnter() is not { } place)
        {
            request.HttpContext.Response.Headers.RetryAfter = "30";
            return TypedResults.Problem($"{ExportGate.Limit} exports are running. Try again when one of them has ended.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            var selection = await events.SelectAsync(asked.Filter, cancellationToken);
            var about = await DescribeAsync(asked, selection, known, now, cancellationToken);
            if (HttpMethods.IsGet(request.Method))
            {
                await RecordAsync(asked, format, selection.Count, request.HttpContext, cancellationToken);
            }

            if (format == ExportFormat.About)
            {
                request.HttpContext.Response.Headers.ContentDisposition = $"attachment; filename={ExportFileName.Of(asked, format)}";
                place.Dispose();
                return TypedResults.Json(about, ExportJson.About, "application/json; charset=utf-8");
            }

            return new ExportResult(asked, format, hasHeader, about, selection, events, place, logger, clock);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    // Before the first byte: what cannot be recorded is not given out.
    private Task RecordAsync(ExportList list, ExportFormat format, long count, HttpContext context, CancellationToken cancellationToken)
    {
        var what = format == ExportFormat.About ? "what an export is about" : string.Create(CultureInfo.InvariantCulture, $"{count} events as {format.Key}");
        return activity.AddAsync(
            ActivityKind.Export, Person.From(context.User)?.Name ?? ActivityLog.Nobody, $"Exported {what}: {list.PageUrl}", ActivityLog.AddressOf(context), cancellationToken);
    }

    private static ExportFormat? ReadFormat(PageQuery query, Dictionary<string, string[]> errors)
    {
        var keys = query.TakeAll(FormatKey);
        if (keys is [var key] && ExportFormat.All.FirstOrDefault(format => format.Key == key) is { } found)
        {
            return found;
        }

        errors[FormatKey] = [$"format has to stand once and be one of {string.Join(", ", ExportFormat.All.Select(format => format.Key))}."];
        return null;
    }

    private static bool ReadHeader(PageQuery query, Dictionary<string, string[]> errors)
    {
        switch (query.TakeAll(HeaderKey))
        {
            case [] or ["true"]:
                return true;
            case ["false"]:
                return false;
            default:
                errors[HeaderKey] = ["header is neither true nor false."];
                return true;
        }
    }

    private ExportList ReadList(string key, PageQuery query, DateTimeOffset now, Dictionary<string, string[]> errors)
    {
        var problems = new List<string>();
        var list = ExportList.Read(key, query, now, catalog, problems);
        if (problems.Count > 0)
        {
            // The sentences are those of the page, which shows something all the same; a file must not.
            errors["address"] = [.. problems.Select(problem => "The page would say: " + problem)];
        }

        foreach (var name in query.Unknown)
        {
            var near = NearName.Find(name, Parameters.Select(parameter => parameter.Name));
            errors[name] = [$"There is no parameter '{name}' here.{(near is null ? "" : $" Did you mean {near}?")}"];
        }

        return list;
    }

    private async Task<ExportAbout> DescribeAsync(
        ExportList list, EventSelection selection, IReadOnlyList<ClusterRow> known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isUndated = list.Filter.OnlyUndated;
        var covered = isUndated
            ? []
            : await coverage.SummarizeAsync(known.Where(row => list.Cluster is null || row.Name == list.Cluster), list.Window, list.Queries, cancellationToken);
        return new ExportAbout(
            list.Key,
            list.PageUrl,
            now,
            list.Cluster,
            isUndated ? null : list.Window.From,
            isUndated ? null : list.Window.To,
            isUndated,
            list.Contents,
            [.. list.Chips.Select(chip => new ExportFilter(FacetInfo.Of(chip.Facet).Key, chip.IsExcluded, chip.Values))],
            list.Filter.Search,
            [.. list.Queries.Select(query => new ExportQuery(query.Id, query.Title, query.SelectionText, query.SelectionHash))],
            selection.Count,
            ExportAbout.Redacted,
            covered);
    }
}
