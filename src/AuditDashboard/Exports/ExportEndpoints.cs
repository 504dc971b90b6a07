using System.Globalization;
using AuditDashboard.Api;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Queries;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Urls;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Exports;

/// <summary>Answers requests for exports: a page's own address behind <c>/api/v1/exports</c>, with a format.</summary>
internal sealed class ExportEndpoints(
    EventReader events, ClusterStore clusters, ApiCoverage coverage, QueryCatalog catalog, ExportGate gate, IEnumerable<ITableSource> tables, ActivityLog activity, ILogger<ExportEndpoints> logger, TimeProvider clock)
{
    /// <summary>What the query of an export may hold.</summary>
    public static IReadOnlyList<ApiParameter> Parameters { get; } =
    [
        .. ExportForm.Parameters,
        .. ExportForm.Scope,
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
                $"There is no list of that name to export. Lists are {string.Join(", ", ExportList.Keys.Concat(tables.Select(table => table.Key)))}.", statusCode: StatusCodes.Status404NotFound);
        }

        var now = clock.GetUtcNow();
        var known = await clusters.GetAllAsync(cancellationToken);
        var query = PageQuery.Parse(request.QueryString.Value ?? "");
        var form = new ExportForm(query);
        var asked = ReadList(list, query, now, form);
        if (asked.Cluster is { } cluster && known.All(row => row.Name != cluster))
        {
            // An empty file would read as nothing happening.
            form.Refuse(ApiParameter.Cluster.Name, TableRequest.NoSuchCluster(cluster, known));
        }

        if (form.Errors.Count > 0 || form.Format is not { } format)
        {
            return form.Refuse();
        }

        if (gate.TryEnter() is not { } place)
        {
            return ExportForm.Busy(request.HttpContext);
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

            return new ExportResult(asked, format, form.HasHeader, about, selection, events, place, logger, clock);
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

    private ExportList ReadList(string key, PageQuery query, DateTimeOffset now, ExportForm form)
    {
        var problems = new List<string>();
        var list = ExportList.Read(key, query, now, catalog, problems);
        form.RefuseAddress(problems);
        form.RefuseUnknown(Parameters.Select(parameter => parameter.Name));
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
            [.. list.Queries.Select(ExportQuery.Of)],
            selection.Count,
            ExportAbout.Redacted,
            covered);
    }
}
