using Microsoft.AspNetCore.Components;

namespace AuditDashboard.SignIn;

/// <summary>Stands where a page stood whose reader is signed out, or may not see it.</summary>
public sealed partial class SignInEnded
{
    /// <summary>True if nobody is signed in any more; false if somebody is, whose role does not allow the page.</summary>
    [Parameter, EditorRequired]
    public required bool IsNobody { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    private string PathHere => new Uri(Navigation.Uri).PathAndQuery;
}
