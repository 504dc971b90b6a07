using AuditDashboard.Api;
using AuditDashboard.Changes;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Queue;

/// <summary>The queue as a file.</summary>
internal sealed class QueueTable(QueueReader reader, ApiCoverage coverage, QueryCatalog catalog)
    : TableSource<Scoped<QueueState>>(
        "queue",
        "Changes that no rule explains, or those that one does, as a file, newest first: the address of the page Unexplained behind /api/v1/exports, with a format.",
        [
            .. ExportForm.Scope,
            ApiParameter.Rule,
            new("only", "doubts for changes under the name of a known controller that nothing shows to be its own."),
            .. ApiParameter.Unused("page"),
        ])
{
    /// <inheritdoc/>
    protected override Scoped<QueueState> Ask(TableRequest request)
    {
        var (scope, window) = request.ReadScope();
        var state = QueueState.Read(request.Query, request.Problems) with { Page = 1 };
        return new(scope, window, state);
    }

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, Scoped<QueueState> asked, CancellationToken cancellationToken)
    {
        var (scope, window, state) = asked;
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
            Rows = TableRows.Of(reader.StreamAsync(rows, cancellationToken).Select(row => QueueItem.Of(row)), rows.Count),
        };
    }
}
