using AuditDashboard.SignIn;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Reviews;

/// <summary>Asks for a name where nobody signs in; nothing where people do.</summary>
public sealed partial class ReviewNameField
{
    private bool _isTyped;

    [Inject]
    private ReviewerName Reviewer { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _isTyped = await People.FindAsync() is { IsSignedIn: false };
}
