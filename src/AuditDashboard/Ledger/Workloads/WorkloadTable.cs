using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Ledger.Workloads;

/// <summary>The roles that workloads took, as a file.</summary>
internal sealed class WorkloadTable(WorkloadReader reader)
    : TableSource<Scoped>(
        "workload-identity",
        "Which service accounts took, or tried to take, which IAM roles, as a file: the address of the page Workload identity behind /api/v1/exports, with a format.",
        [.. ExportForm.Scope, .. ApiParameter.Unused("sa", "role", "outcome", "call")])
{
    /// <inheritdoc/>
    protected override Scoped Ask(TableRequest request)
    {
        var asked = request.ReadScope();
        WorkloadState.Read(request.Query, request.Problems);
        return asked;
    }

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, Scoped asked, CancellationToken cancellationToken)
    {
        var (scope, window) = asked;
        var data = await reader.ReadAsync(scope.Cluster, window, new WorkloadState(), cancellationToken);
        if (data.Cluster is not { } cluster)
        {
            request.Problems.Add(data.Problem ?? "There is no such cluster.");
            return null;
        }

        var answer = WorkloadAnswer.Of(cluster, data);
        return new Table
        {
            Page = DashboardUrls.Workloads((scope with { Cluster = cluster }).Over(window)),
            Cluster = cluster,
            Window = window,
            Contents = "which service accounts took, or tried to take, which roles",
            Queries = [TrailQueries.Workloads],
            Coverage = answer.Coverage,
            Notes = [.. NotesOf(data, answer)],
            Rows = TableRows.Of(answer.Items),
        };
    }

    private static IEnumerable<string> NotesOf(WorkloadData data, WorkloadAnswer answer)
    {
        yield return answer.Missing ?? LedgerWords.Vouched(data.Trail);
        if (answer.More)
        {
            yield return $"There are more rows than the {TrailReads.MostWorkloads} that are read. Choose a shorter window.";
        }

        if (data.Undated > 0)
        {
            yield return $"Calls without a time, which are in no window: {data.Undated}.";
        }
    }
}
