using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Ledger.Workloads;

/// <summary>The roles that workloads took, as a file.</summary>
internal sealed class WorkloadTable(WorkloadReader reader) : ITableSource
{
    /// <inheritdoc/>
    public string Key => "workload-identity";

    /// <inheritdoc/>
    public string? Policy => null;

    /// <inheritdoc/>
    public string Summary => "Which service accounts took, or tried to take, which IAM roles, as a file: the address of the page Workload identity behind /api/v1/exports, with a format.";

    /// <inheritdoc/>
    public IReadOnlyList<ApiParameter> Parameters { get; } =
        [.. ExportForm.Scope, .. new[] { "sa", "role", "outcome", "call" }.Select(name => new ApiParameter(name, "Taken and not used: what is open on the page narrows nothing."))];

    /// <inheritdoc/>
    public async Task<Table?> ReadAsync(TableRequest request, CancellationToken cancellationToken)
    {
        var (scope, window) = request.ReadScope();
        WorkloadState.Read(request.Query, request.Problems);
        if (request.Problems.Count > 0)
        {
            return null;
        }

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
            Count = answer.Items.Count,
            Type = ExportJson.TypeOf(typeof(WorkloadAnswerItem)),
            Rows = Table.Held(answer.Items),
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
