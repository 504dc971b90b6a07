using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Sharing;

/// <summary>Opens short links for people who are signed in.</summary>
internal sealed class ShortLinkEndpoint(ShortLinkStore links, ActivityLog activity)
{
    /// <summary>Leads to the view, and records it first. Unknown and revoked links, and those that lead to no view, get the same answer.</summary>
    public async Task<IResult> OpenAsync(string code, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store"; // a browser must ask again, or a revoked link would go on
        if (await links.FindAsync(code, context.RequestAborted) is not { } link || !LinkTarget.IsView(link.Target))
        {
            return TypedResults.NotFound();
        }

        await activity.AddAsync(
            ActivityKind.ShareOpened, Person.From(context.User)?.Name ?? ActivityLog.Nobody, $"Opened {ShareWords.Of(link)}", ActivityLog.AddressOf(context), context.RequestAborted);
        return TypedResults.LocalRedirect(link.Target);
    }
}
