using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace AuditDashboard.Shell;

/// <summary>The document. Pages of somebody who is signed in have a circuit; sign-in and what nobody may see are drawn once and run none of the pages' scripts.</summary>
public sealed partial class App
{
    [CascadingParameter]
    private HttpContext? Context { get; set; }

    private bool HasCircuit => Context is null || (Context.User.Identity is { IsAuthenticated: true } && Context.AcceptsInteractiveRouting());

    private IComponentRenderMode? Mode => HasCircuit ? RenderMode.InteractiveServer : null;
}
