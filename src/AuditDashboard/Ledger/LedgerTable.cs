using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Investigation;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Ledger;

/// <summary>The ledger as a file: its rows, also where the page lists principals.</summary>
internal sealed class LedgerTable(LedgerReader reader, ApiCoverage coverage, QueryCatalog catalog)
    : TableSource<Scoped<LedgerState>>(
        "access",
        "Who was let in and given what, as a file, newest first: the address of the page Access behind /api/v1/exports, with a format.",
        [
            .. ExportForm.Scope,
            new("who", "Only this kind of principal: Iam, Account, User, Group, ServiceAccount or Cluster."),
            new("name", "Only the principal of this name, of the kind in who."),
            new("way", "Only this way: RoleBinding, ClusterRoleBinding, AwsAuth, AccessEntry or Cluster."),
            new("by", "principal: as the page has it; the rows are the same."),
            .. ApiParameter.Unused("call", "page"),
        ])
{
    /// <inheritdoc/>
    protected override Scoped<LedgerState> Ask(TableRequest request)
    {
        var (scope, window) = request.ReadScope();
        var state = LedgerState.Read(request.Query, request.Problems) with { Page = 1, Call = null, ByPrincipal = false };
        return new(scope, window, state);
    }

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, Scoped<LedgerState> asked, CancellationToken cancellationToken)
    {
        var (scope, window, state) = asked;
        var data = await reader.ReadAllAsync(scope.Cluster, window, state, cancellationToken);
        if (data.Cluster is not { } cluster)
        {
            request.Problems.Add(data.Problem ?? "There is no such cluster.");
            return null;
        }

        var queries = catalog.Queries.Where(canned => ChangeModel.AccessQueries.Contains(canned.Id)).ToList();
        return new Table
        {
            Page = DashboardUrls.Access((scope with { Cluster = cluster }).Over(window), state.ToPairs()),
            Cluster = cluster,
            Window = window,
            Contents = "who was let in and given what"
                + (state.Way is { } way ? $", by way of {LedgerWords.Of(way)}" : "")
                + (state.Principal is { } principal ? $", of {LedgerWords.Of(principal.Kind)} {principal.Name}" : ""),
            Queries = [.. queries, TrailQueries.Access],
            Coverage = await coverage.SummarizeAsync(request.InScope(cluster), window, queries, cancellationToken),
            Notes = [.. NotesOf(data)],
            Rows = TableRows.Of(data.Items, LedgerAnswerItem.Of),
        };
    }

    private static IEnumerable<string> NotesOf(LedgerData data)
    {
        yield return LedgerWords.Gap(data.Trail, data.Window, "access entries") ?? LedgerWords.Vouched(data.Trail);
        if (data.Untold > 0)
        {
            yield return $"Changes of which it cannot be told what they gave or took: {data.Untold}.";
        }

        if (data.Undated > 0)
        {
            yield return $"Calls without a time, which are in no window: {data.Undated}.";
        }

        if (data.IsCut)
        {
            yield return "There are more calls stored than are read; the oldest are left out.";
        }
    }
}
