using Microsoft.AspNetCore.Components;

namespace AuditDashboard.SignIn;

/// <summary>What is shown to somebody whose role does not allow the page they asked for.</summary>
public sealed partial class NotAllowedPage
{
    [CascadingParameter]
    private HttpContext? Context { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Context is { Response.HasStarted: false } context)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
    }
}
