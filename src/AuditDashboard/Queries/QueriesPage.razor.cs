using AuditDashboard.Harvest.Jobs;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Queries;

/// <summary>The catalog: what each canned query is for, its texts, its last runs, and a harvest by hand.</summary>
public sealed partial class QueriesPage
{
    private Person? _person;
    private string? _query;
    private string _said = "";

    [Inject]
    private QueriesReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private QueryCatalog Catalog { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private HarvestSchedule Schedule { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ActivityLog Activity { get; set; } = null!; // set by the framework before any method runs

    private bool MayRun => _person?.May(DashboardRole.Administrator) == true;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _person = await People.FindAsync();
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override void ReadState(PageQuery query, ICollection<string> problems)
    {
        _query = query.Take("query") is { Length: > 0 } id ? id : null;
        if (_query is not null && !Catalog.TryGet(_query, out _) && TrailQueries.All.All(query => query.Id != _query))
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

    private CatalogRow? Selected(QueriesData data) => data.Rows.Concat(data.TrailRows).FirstOrDefault(row => row.Query.Id == _query) ?? (data.Rows.Count > 0 ? data.Rows[0] : null);

    private async Task RunNowAsync(string cluster)
    {
        try
        {
            var person = await People.RequireAsync(DashboardRole.Administrator, Lifetime);
            await Activity.AddAsync(ActivityKind.Job, person, $"Started a harvest of {cluster} by hand.", address: null, Lifetime);
            Schedule.RunNow(cluster);
        }
        catch (Exception exception) when (exception is NotAllowedException or StorageException)
        {
            _said = exception.Message;
            return;
        }

        _said = $"A harvest of {LogSegments.ToPlain(cluster, 100)} was asked for at {UtcText.Format(Clock.GetUtcNow(), "HH:mm:ss")} UTC. Its run appears here when it ends; if one is running, it is skipped.";
    }

    private IEnumerable<KeyValuePair<string, string>> Pairs(string? queryId) =>
        queryId is null || queryId == Catalog.Queries[0].Id ? [] : [new("query", queryId)];
}
