using AuditDashboard.Harvest.Jobs;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Queries;

/// <summary>The catalog: what each canned query is for, its texts, its last runs, and a harvest by hand.</summary>
public sealed partial class QueriesPage
{
    private string? _query;
    private string _said = "";

    [Inject]
    private QueriesReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private QueryCatalog Catalog { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private HarvestSchedule Schedule { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    protected override void ReadState(PageQuery query, ICollection<string> problems)
    {
        _query = query.Take("query") is { Length: > 0 } id ? id : null;
        if (_query is not null && !Catalog.TryGet(_query, out _))
        {
            problems.Add("The link names a canned query that does not exist. Showing the first.");
            _query = null;
        }
    }

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => DashboardUrls.Queries(scope, Pairs(_query));

    /// <inheritdoc/>
    protected override Task<QueriesData> LoadAsync(CancellationToken cancellationToken) => Reader.ReadAsync(Scope.Cluster, cancellationToken);

    private string UrlOf(string queryId) => DashboardUrls.Queries(Scope, Pairs(queryId));

    private CatalogRow? Selected(QueriesData data) => data.Rows.FirstOrDefault(row => row.Query.Id == _query) ?? (data.Rows.Count > 0 ? data.Rows[0] : null);

    private void RunNow(string cluster)
    {
        Schedule.RunNow(cluster);
        _said = $"A harvest of {LogSegments.ToPlain(cluster, 100)} was asked for at {UtcText.Format(Clock.GetUtcNow(), "HH:mm:ss")} UTC. Its run appears here when it ends; if one is running, it is skipped.";
    }

    private IEnumerable<KeyValuePair<string, string>> Pairs(string? queryId) =>
        queryId is null || queryId == Catalog.Queries[0].Id ? [] : [new("query", queryId)];
}
