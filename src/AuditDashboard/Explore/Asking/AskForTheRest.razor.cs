using AuditDashboard.Harvest.Asking;
using AuditDashboard.Shared.Scope;
using AuditDashboard.SignIn;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Explore.Asking;

/// <summary>The way from a user's collected activity to all of it: Explore with the query for CloudWatch filled in, for whoever may run it.</summary>
public sealed partial class AskForTheRest
{
    private IReadOnlyList<string> _clusters = [];
    private string? _text;
    private Person? _person;

    /// <summary>The user's name.</summary>
    [Parameter, EditorRequired]
    public required string User { get; set; }

    /// <summary>The page's scope over its window.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    [Inject]
    private LogGroupDesk Desk { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ExploreOptions Options { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _person = await People.FindAsync();
        Choose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => Choose();

    private void Choose()
    {
        var may = _person?.May(Options.CloudWatchRole) == true && User.Length > 0;
        _clusters = may ? [.. Desk.Clusters.Where(name => Scope.Cluster is null || name == Scope.Cluster)] : [];
        _text = _clusters.Count > 0 ? StartingText.OfUserOnCloudWatch(User) : null;
    }
}
