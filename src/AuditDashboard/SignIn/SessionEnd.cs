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

    /// <summary>Revokes the sessions of this person that have another role, or other clusters, than they have now.</summary>
    public async Task EndOthersAsync(Person person, HttpContext context)
    {
        foreach (var session in await credentials.GetSessionsAsync(person.Name, CancellationToken.None))
        {
            if (Person.Of(session) != person && await credentials.RevokeAsync(session.Id, CancellationToken.None) is not null)
            {
                await activity.AddAsync(
                    ActivityKind.SignOut, person, $"Signed out elsewhere, where the role was {RoleWords.Of(Person.Of(session))}.", ActivityLog.AddressOf(context), CancellationToken.None);
            }
        }
    }

    /// <summary>Revokes all sessions whose names end so, and records each.</summary>
    /// <param name="mark">The end of the name of one person, as <see cref="Provider.ProviderPerson.MarkOf"/> gives it.</param>
    /// <param name="context">The request that ends them.</param>
    /// <returns>How many there were.</returns>
    public async Task<int> EndAllAsync(string mark, HttpContext context)
    {
        var ended = 0;
        foreach (var session in await credentials.GetSessionsAsync(name: null, CancellationToken.None))
        {
            if (session.Name.EndsWith(mark, StringComparison.Ordinal) && await credentials.RevokeAsync(session.Id, CancellationToken.None) is not null)
            {
                ended++;
                await activity.AddAsync(ActivityKind.SignOut, session.Name, "Signed out by the provider.", ActivityLog.AddressOf(context), CancellationToken.None);
            }
        }

        return ended;
    }
}
