using AuditDashboard.Api;
using AuditDashboard.Changes;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Queue;

/// <summary>The queue as a file.</summary>
internal sealed class QueueTable(QueueReader reader, ApiCoverage coverage, QueryCatalog catalog) : ITableSource
{
    /// <inheritdoc/>
    public string Key => "queue";

    /// <inheritdoc/>
    public string? Policy => null;

    /// <inheritdoc/>
    public string Summary => "Changes that no rule explains, or those that one does, as a file, newest first: the address of the page Unexplained behind /api/v1/exports, with a format.";

    /// <inheritdoc/>
    public IReadOnlyList<ApiParameter> Parameters { get; } =
    [
        .. ExportForm.Scope,
        ApiParameter.Rule,
        new("only", "doubts for changes under the name of a known controller that nothing shows to be its own."),
        new("page", "Taken and not used: the whole list is exported."),
    ];

    /// <inheritdoc/>
    public async Task<Table?> ReadAsync(TableRequest request, CancellationToken cancellationToken)
    {
        var (scope, window) = request.ReadScope();
        var state = QueueState.Read(request.Query, request.Problems) with { Page = 1 };
        if (request.Problems.Count > 0)
        {
            return null;
        }

        var data = await reader.ReadAsync(scope.Cluster, window, state, cancellationToken);
        if (data.Total > data.Judged)
        {
            request.Problems.Add($"The window holds {data.Total} changes, and {data.Judged} are sorted at most. Choose a shorter window.");
            return null;
        }

        var queries = ChangesProfile.Changes(catalog).Queries;
        var rows = await reader.SelectAsync(scope.Cluster, window, state, cancellationToken);
        return new Table
        {
            Page = DashboardUrls.Queue(scope.Over(window), state.ToPairs()),
            Cluster = scope.Cluster,
            Window = window,
            Contents = state.Words,
            Queries = queries,
            Coverage = await coverage.SummarizeAsync(request.InScope(scope.Cluster), window, queries, cancellationToken),
            Notes = data.Undated > 0 ? [$"Changes without any time are in no window and not sorted here: {data.Undated}."] : [],
            Count = rows.Count,
            Type = ExportJson.TypeOf(typeof(QueueItem)),
            Rows = reader.StreamAsync(rows, cancellationToken).Select(row => (object)QueueItem.Of(row)),
        };
    }
}
