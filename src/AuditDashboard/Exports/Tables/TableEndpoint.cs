using System.Globalization;
using AuditDashboard.Shared.Urls;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Clusters;

namespace AuditDashboard.Exports.Tables;

/// <summary>Answers requests for lists whose rows are not events: the page's own address behind <c>/api/v1/exports</c>, with a format.</summary>
internal sealed class TableEndpoint(ClusterStore clusters, ExportGate gate, ActivityLog activity, ILogger<TableEndpoint> logger, TimeProvider clock)
{
    /// <summary>Reads the list and streams it.</summary>
    public async Task<IResult> ExportAsync(ITableSource source, HttpRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var query = PageQuery.Parse(request.QueryString.Value ?? "");
        var form = new ExportForm(query);
        if (gate.TryEnter() is not { } place)
        {
            return ExportForm.Busy(request.HttpContext);
        }

        try
        {
            var asked = new TableRequest(query, now, await clusters.GetAllAsync(cancellationToken));
            var table = await source.ReadAsync(asked, cancellationToken);
            form.RefuseAddress(asked.Problems);
            form.RefuseUnknown(source.Parameters.Select(parameter => parameter.Name));
            if (form.Format is not { } format || form.Errors.Count > 0 || table is null)
            {
                place.Dispose();
                return form.Refuse();
            }

            if (HttpMethods.IsGet(request.Method))
            {
                await RecordAsync(table, format, request.HttpContext, cancellationToken);
            }

            var about = TableAbout.Of(source.Key, table, now);
            if (format != ExportFormat.About)
            {
                return new TableResult(source.Key, table, about, format, form.HasHeader, place, logger, clock);
            }

            request.HttpContext.Response.Headers.ContentDisposition = $"attachment; filename={ExportFileName.Of(source.Key, table, now, format)}";
            place.Dispose();
            return TypedResults.Json(about, ExportJson.TableAbout, "application/json; charset=utf-8");
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    // Before the first byte: what cannot be recorded is not given out.
    private Task RecordAsync(Table table, ExportFormat format, HttpContext context, CancellationToken cancellationToken)
    {
        var what = format == ExportFormat.About ? "what an export is about"
            : table.Rows.Count is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count} rows as {format.Key}")
            : $"all rows as {format.Key}";
        return activity.AddAsync(
            ActivityKind.Export, Person.From(context.User)?.Name ?? ActivityLog.Nobody, $"Exported {what}: {table.Page}", ActivityLog.AddressOf(context), cancellationToken);
    }
}
