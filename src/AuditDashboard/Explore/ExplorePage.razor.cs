using AuditDashboard.Explore.Editing;
using AuditDashboard.Explore.Running;
using AuditDashboard.Harvest.Asking;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.SavedQueries;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AuditDashboard.Explore;

/// <summary>A query of the reader's own over collected events, configured files or, billed, on CloudWatch.</summary>
public sealed partial class ExplorePage : IAsyncDisposable
{
    private ElementReference _root;
    private IJSObjectReference? _escape;
    private QueryEditor? _editor;
    private ExploreRun _run = null!; // made in OnInitializedAsync, before anything is rendered
    private Person? _person;
    private ExploreState _state = new();
    private ExploreSource _source;
    private RunKey? _lastRun;
    private ExploreState? _asked;
    private bool _isSaving;
    private bool _isStarted;
    private string _said = "";
    private string? _problem;
    private string? _written;

    [Inject]
    private ExploreReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ExploreRunner Runner { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private LogGroupDesk Desk { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ExploreOptions Options { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private SavedQueryStore Saved { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private QueryHistoryStore History { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private QueryCatalog Catalog { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ActivityLog Activity { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private IJSRuntime Js { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ILogger<ExplorePage> Logger { get; set; } = null!; // set by the framework before any method runs

    private string FirstText => _state.Text ?? StartingText.Newest;

    private IReadOnlyList<string> FileClusters => Runner.FileClusters(Scope.Cluster);

    private string? CloudWatchCluster => Desk.FindCluster(Scope.Cluster);

    private string? WhyNoCloudWatch => _person?.May(Options.CloudWatchRole) != true ? $"Running a query on CloudWatch needs the role {RoleWords.Of(Options.CloudWatchRole)}"
        : CloudWatchCluster is null ? "Choose a cluster whose source is CloudWatch to run a query there"
        : null;

    private bool MayReadFiles => _person?.May(DashboardRole.Reviewer) == true;

    private string? WhyNoFiles => FileClusters.Count == 0 ? "No cluster in this scope reads files"
        : MayReadFiles ? null
        : $"Reading files needs the role {RoleWords.Of(DashboardRole.Reviewer)}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (_escape is not null)
            {
                await _escape.InvokeVoidAsync("dispose");
                await _escape.DisposeAsync();
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser went first, and the listener with its page.
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _run = new ExploreRun(Runner, Logger, () => InvokeAsync(StateHasChanged));
        _person = await People.FindAsync();
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/query-editor.js");
            _escape = await module.InvokeAsync<IJSObjectReference>("watchEscape", _root);
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone, or its button does without the key.
        }
    }

    /// <inheritdoc/>
    protected override void ReadState(PageQuery query, ICollection<string> problems)
    {
        var before = _state;
        _problem = null;
        _state = ExploreState.Read(query, problems);
        if (_state.Text != before.Text || _state.Source != before.Source)
        {
            // A choice that was made but not run yet outlives another page of rows, or another range.
            _source = _state.Source;
        }

        if (_state.Text is { } text && text != before.Text && text != _written)
        {
            _ = _editor?.WriteAsync(text);
        }

        _written = null;

        _ = FollowUrlAsync();
    }

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => DashboardUrls.Explore(scope, (_state with { Row = null, Page = 1 }).ToPairs());

    /// <inheritdoc/>
    protected override Task<ExploreData> LoadAsync(CancellationToken cancellationToken) =>
        Reader.ReadAsync(_person?.Name ?? ActivityLog.Nobody, Scope.Cluster, Window, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing)
        {
            _run.Dispose();
        }

        base.Dispose(isDisposing);
    }

    private string UrlOf(ExploreState state) => DashboardUrls.Explore(Scope, state.ToPairs());
}
