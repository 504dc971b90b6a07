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

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            var secret = authenticationState.User.FindFirst(Person.SessionClaim)?.Value;
            return await credentials.FindValidAsync(CredentialKind.Session, secret, cancellationToken) is { } session
                && Person.From(authenticationState.User) is { } person && person.Role == session.Role && person.Clusters.Equals(session.Clusters);
        }
        catch (Exception exception) when (exception is StorageException or SqliteException)
        {
            return false; // what cannot be checked does not hold
        }
    }
}
