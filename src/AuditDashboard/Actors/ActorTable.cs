using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Actors;

/// <summary>The users of a window as a file.</summary>
internal sealed class ActorTable(ActorReportReader reader, ApiCoverage coverage)
    : TableSource<Scoped>(
        "actor",
        "The users with collected activity as a file, most events first: the address of the page Actors behind /api/v1/exports, with a format.",
        ExportForm.Scope)
{
    /// <inheritdoc/>
    protected override Scoped Ask(TableRequest request) => request.ReadScope();

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, Scoped asked, CancellationToken cancellationToken)
    {
        var (scope, window) = asked;
        var users = await reader.ListAsync(scope.Cluster, window, ActorReportReader.MaxListed, cancellationToken);
        return new Table
        {
            Page = DashboardUrls.Actors(scope.Over(window)),
            Cluster = scope.Cluster,
            Window = window,
            Contents = "users with collected activity, with their events of the window",
            Coverage = await coverage.SummarizeAsync(request.InScope(scope.Cluster), window, [], cancellationToken),
            Notes = users.DistinctValues > users.Values.Count ? [$"There are {users.DistinctValues} users; the {users.Values.Count} with most events are here."] : [],
            Rows = TableRows.Of(users.Values, user => new ActorListItem(user.Value, user.Count)),
        };
    }
}

/// <summary>A user in an export.</summary>
/// <param name="User">The name; empty for requests that were not signed in.</param>
/// <param name="Events">Collected events of the window.</param>
internal sealed record ActorListItem(string User, long Events);
