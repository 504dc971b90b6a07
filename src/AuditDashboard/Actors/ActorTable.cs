using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Actors;

/// <summary>The users of a window as a file.</summary>
internal sealed class ActorTable(ActorReportReader reader, ApiCoverage coverage) : ITableSource
{
    /// <inheritdoc/>
    public string Key => "actor";

    /// <inheritdoc/>
    public string? Policy => null;

    /// <inheritdoc/>
    public string Summary => "The users with collected activity as a file, most events first: the address of the page Actors behind /api/v1/exports, with a format.";

    /// <inheritdoc/>
    public IReadOnlyList<ApiParameter> Parameters => ExportForm.Scope;

    /// <inheritdoc/>
    public async Task<Table?> ReadAsync(TableRequest request, CancellationToken cancellationToken)
    {
        var (scope, window) = request.ReadScope();
        if (request.Problems.Count > 0)
        {
            return null;
        }

        var users = await reader.ListAsync(scope.Cluster, window, ActorReportReader.MaxListed, cancellationToken);
        return new Table
        {
            Page = DashboardUrls.Actors(scope.Over(window)),
            Cluster = scope.Cluster,
            Window = window,
            Contents = "users with collected activity, with their events of the window",
            Coverage = await coverage.SummarizeAsync(request.InScope(scope.Cluster), window, [], cancellationToken),
            Notes = users.DistinctValues > users.Values.Count ? [$"There are {users.DistinctValues} users; the {users.Values.Count} with most events are here."] : [],
            Count = users.Values.Count,
            Type = ExportJson.TypeOf(typeof(ActorListItem)),
            Rows = Table.Held(users.Values.Select(user => new ActorListItem(user.Value, user.Count))),
        };
    }
}

/// <summary>A user in an export.</summary>
/// <param name="User">The name; empty for requests that were not signed in.</param>
/// <param name="Events">Collected events of the window.</param>
internal sealed record ActorListItem(string User, long Events);
