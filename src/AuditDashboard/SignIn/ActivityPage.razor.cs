using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace AuditDashboard.SignIn;

/// <summary>The tool's own audit: who signed in, was refused, exported, ran queries, started jobs. For administrators.</summary>
public sealed partial class ActivityPage
{
    private ActivityState _state = new();
    private List<string> _problems = [];

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

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing)
        {
            Navigation.LocationChanged -= OnLocationChanged;
        }

        base.Dispose(isDisposing);
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
