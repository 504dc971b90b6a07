using AuditDashboard.Shared.Urls;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace AuditDashboard.Reviews;

/// <summary>All reviews, open ones first, with how far they are.</summary>
public sealed partial class ReviewsPage
{
    private static readonly (string Name, string? Key)[] Choices = [("All", null), ("Open", "open"), ("Closed", "closed")];

    private string? _state;

    [Inject]
    private ReviewReader Reader { get; set; } = null!; // set by the framework before any method runs

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
    protected override async Task<IReadOnlyList<ReviewRow>> LoadAsync(CancellationToken cancellationToken)
    {
        await People.RequireAsync(DashboardRole.Viewer, cancellationToken);
        return await Reader.ListAsync(_state is null ? null : _state == "open", ReviewReader.MaxListed, cancellationToken);
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
        if (new Uri(change.Location).AbsolutePath == ReviewPaths.All)
        {
            _ = InvokeAsync(ReadUrlAsync);
        }
    }

    private Task ReadUrlAsync()
    {
        var asked = PageQuery.Parse(Navigation.Uri).Take("state");
        _state = Choices.Any(choice => choice.Key == asked) ? asked : null;
        return ReloadAsync();
    }
}
