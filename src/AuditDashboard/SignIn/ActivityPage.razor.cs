using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.SignIn;

/// <summary>The tool's own audit: who signed in, was refused, exported, ran queries, started jobs. For administrators.</summary>
public sealed partial class ActivityPage
{
    private ActivityState _state = new();
    private List<string> _problems = [];
    private ActivityVerdict? _verdict;

    [Inject]
    private ActivityReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        return ReadUrlAsync();
    }

    /// <inheritdoc/>
    protected override async Task<ActivityEntries> LoadAsync(CancellationToken cancellationToken)
    {
        await People.RequireForAllAsync(DashboardRole.Administrator, cancellationToken);
        return await Reader.ReadAsync(_state.Kind, _state.Before, ActivityReader.PageSize, cancellationToken);
    }

    // All entries, not those of this page alone: what is gone from a page can only be told by the others.
    /// <inheritdoc/>
    protected override void OnLoaded(ActivityEntries data) => _ = VerifyAsync();

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing)
        {
            Navigation.LocationChanged -= OnLocationChanged;
        }

        base.Dispose(isDisposing);
    }

    private async Task VerifyAsync()
    {
        var token = Lifetime;
        try
        {
            var verdict = await Task.Run(() => Reader.VerifyAsync(token), token);
            await InvokeAsync(() =>
            {
                _verdict = verdict;
                StateHasChanged();
            });
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (Exception exception) when (exception is StorageException or SqliteException)
        {
            await InvokeAsync(() =>
            {
                _verdict = new ActivityVerdict(0, 0, null, ["The entries could not be read, so that they are not checked."], 0);
                StateHasChanged();
            });
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        // Going to another page raises this before the page is disposed.
        if (new Uri(change.Location).AbsolutePath == "/activity")
        {
            _ = InvokeAsync(ReadUrlAsync);
        }
    }

    private Task ReadUrlAsync()
    {
        _problems = [];
        _state = ActivityState.Read(PageQuery.Parse(Navigation.Uri), _problems);
        return ReloadAsync();
    }
}
