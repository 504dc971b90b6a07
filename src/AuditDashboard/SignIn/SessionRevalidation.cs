using System.Security.Claims;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.SignIn;

/// <summary>Asks every 15 seconds whether an open page's session still holds; if not, the page goes blank with a sentence.</summary>
internal sealed class SessionRevalidation(ILoggerFactory logger, CredentialStore credentials) : RevalidatingServerAuthenticationStateProvider(logger)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(15);

    /// <summary>True while what a connection or page knows of its person is so: the session is valid, with that role and those clusters. Always, for whoever sits at this machine.</summary>
    public static async Task<bool> HoldsAsync(CredentialStore credentials, ClaimsPrincipal? user, CancellationToken cancellationToken)
    {
        if (user is null || Person.From(user) is not { } person)
        {
            return false;
        }

        if (!person.IsSignedIn)
        {
            return true;
        }

        try
        {
            return await credentials.FindValidAsync(CredentialKind.Session, user.FindFirst(Person.SessionClaim)?.Value, cancellationToken) is { } session
                && person.Role == session.Role && person.Clusters.Equals(session.Clusters);
        }
        catch (Exception exception) when (exception is StorageException or SqliteException)
        {
            return false; // what cannot be checked does not hold
        }
    }

    /// <summary>From now on nobody is signed in here. False if that was so already.</summary>
    public bool TryEnd()
    {
        if (GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } known && known.Result.User.Identity is not { IsAuthenticated: true })
        {
            return false;
        }

        SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        return true;
    }

    /// <inheritdoc/>
    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        HoldsAsync(credentials, authenticationState.User, cancellationToken);
}
