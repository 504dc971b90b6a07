using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Collection;

/// <summary>Whether everything has been looked at: coverage drawn over time, debt, problems, quarantine, runs.</summary>
public sealed partial class CollectionPage
{
    private Person? _person;
    private CollectionState _state = new();

    [Inject]
    private CollectionReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private QueryCatalog Catalog { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    private bool IsAdministrator => _person?.May(DashboardRole.Administrator) == true;

    private PageScope Shown => Data is { } data ? Scope.Over(data.Window) : WindowScope;

    private string RangeWords => Scope.Range is TimeRange.Absolute
        ? "this window"
        : "the " + RangeText.Name(Scope.Range).ToLowerInvariant();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _person = await People.FindAsync();
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override void ReadState(PageQuery query, ICollection<string> problems) =>
        _state = CollectionState.Read(query, id => Catalog.TryGet(id, out _), problems);

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => DashboardUrls.Collection(scope, _state.ToPairs());

    /// <inheritdoc/>
    protected override Task<CollectionData> LoadAsync(CancellationToken cancellationToken) =>
        Reader.ReadAsync(Scope.Cluster, Window, _state, cancellationToken);
}
