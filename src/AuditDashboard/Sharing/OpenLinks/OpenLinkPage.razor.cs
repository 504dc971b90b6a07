using System.Globalization;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Sharing.OpenLinks;

/// <summary>
/// One snapshot, for whoever has its link. Drawn once, without a circuit or a way to anything else; a small script asks every 20 seconds whether it
/// still opens, and it is blank within 30 once the link or the snapshot is revoked or has ended. Every reason for that gives the same answer.
/// </summary>
public sealed partial class OpenLinkPage
{
    private const int MaxStretches = 20;

    /// <summary>What stands in the address.</summary>
    [Parameter]
    public string Secret { get; set; } = "";

    [SupplyParameterFromQuery(Name = "page")]
    private string? Page { get; set; }

    [CascadingParameter]
    private HttpContext? Context { get; set; }

    [Inject]
    private OpenLinkDesk Desk { get; set; } = null!; // set by the framework before any method runs

    private SnapshotView? View { get; set; }

    private int Number => int.TryParse(Page, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page >= 1 ? page : 1;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Context is not { } context)
        {
            return;
        }

        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
        View = await Desk.OpenAsync(Secret, Number, ActivityLog.AddressOf(context), context.RequestAborted);
        if (View is null && !context.Response.HasStarted)
        {
            // Not 404, which leads to the page for people who are signed in. It says "gone" of what never was too.
            context.Response.StatusCode = StatusCodes.Status410Gone;
        }
    }

    private string PageOf(int page) => string.Create(CultureInfo.InvariantCulture, $"{SharePaths.Open(Secret)}?page={page}");
}
