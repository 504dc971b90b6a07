using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Used;

/// <summary>The collected requests by which a grant was used, as a file.</summary>
internal sealed class UsedTable(UsedReader reader, EventReader events, ApiCoverage coverage)
    : TableSource<Scoped<UsedState>>(
        "used",
        "The collected requests by which a binding or role was used, as a file, newest first: the address of the page Used behind /api/v1/exports, with a format.",
        [
            .. ExportForm.Scope,
            ApiParameter.GrantKind,
            new("ns", "Namespace of a RoleBinding or Role."),
            ApiParameter.GrantName,
            new("by", "Only uses by this user."),
            new("on", "Only uses on this, such as: get secrets in web."),
            .. ApiParameter.Unused("page"),
        ])
{
    /// <inheritdoc/>
    protected override Scoped<UsedState> Ask(TableRequest request)
    {
        var (scope, window) = request.ReadScope();
        var state = UsedState.Read(request.Query, request.Problems) with { Page = 1 };
        var cluster = scope.Cluster ?? (request.InScope(null).ToList() is [var only] ? only.Name : null);
        if (request.Problems.Count == 0 && (cluster is null || !state.IsAsked))
        {
            request.Problems.Add(cluster is null ? "cluster is missing. A grant is one cluster's: write its name." : "The address names no grant: kind, name and, for RoleBinding and Role, ns.");
        }

        return new(scope with { Cluster = cluster }, window, state);
    }

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, Scoped<UsedState> asked, CancellationToken cancellationToken)
    {
        var (scope, window, state) = asked;
        var cluster = scope.Cluster!; // without one, the address is refused
        var data = await reader.ReadAllAsync(cluster, window, state, cancellationToken);
        if (data.Use is null)
        {
            request.Problems.Add($"The window holds {data.Candidates} events that may tell, more than {UsedReader.MaxRead}. Choose a shorter window.");
            return null;
        }

        return new Table
        {
            Page = DashboardUrls.Used(scope.Over(window), state.ToPairs()),
            Cluster = cluster,
            Window = window,
            Contents = $"collected requests that name {data.State.Title} as what allowed them",
            Coverage = await coverage.SummarizeAsync(request.InScope(cluster), window, [], cancellationToken),
            Notes = data.CannotTell,
            Rows = TableRows.Of(events.StreamAsync(EventSelection.Of(data.Rows.Select(row => row.RowId)), cancellationToken).Select(stored => ApiItems.Of(stored)), data.Rows.Count),
        };
    }
}
