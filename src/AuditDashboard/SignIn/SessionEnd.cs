using System.Security.Claims;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.SignIn;

/// <summary>Ends a browser's session for good.</summary>
internal sealed class SessionEnd(CredentialStore credentials, ActivityLog activity)
{
    /// <summary>Revokes the session that a request came with and records it; does nothing where there is none that holds. Does not stop when the browser hangs up.</summary>
    public async Task EndAsync(ClaimsPrincipal? user, HttpContext context)
    {
        var secret = user?.FindFirst(Person.SessionClaim)?.Value;
        if (await credentials.FindValidAsync(CredentialKind.Session, secret, CancellationToken.None) is { } session)
        {
            await credentials.RevokeAsync(session.Id, CancellationToken.None);
            await activity.AddAsync(ActivityKind.SignOut, session.Name, "Signed out.", ActivityLog.AddressOf(context), CancellationToken.None);
        }
    }
}
