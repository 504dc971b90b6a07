using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components.Authorization;

namespace AuditDashboard.SignIn;

/// <summary>Who is behind this circuit. Every handler that does more than look asks it; a button that is not there protects nothing. Scoped: one per browser window.</summary>
public sealed class CurrentPerson(AuthenticationStateProvider state, CredentialStore credentials, ActivityLog activity)
{
    /// <summary>The person, as the circuit knows it; null if the sign-in has ended.</summary>
    public async Task<Person?> FindAsync() => Person.From((await state.GetAuthenticationStateAsync()).User);

    /// <summary>The person, if the role allows it: asks the database, since what the circuit knows may be seconds old.</summary>
    /// <exception cref="NotAllowedException">Nobody is signed in any more, or the role does not allow it; the message is a sentence for people.</exception>
    public async Task<Person> RequireAsync(DashboardRole role, CancellationToken cancellationToken)
    {
        var user = (await state.GetAuthenticationStateAsync()).User;
        var person = Person.From(user);
        if (person is { IsSignedIn: true })
        {
            var session = await credentials.FindValidAsync(CredentialKind.Session, user.FindFirst(Person.SessionClaim)?.Value, cancellationToken);
            person = session is null ? null : Person.Of(session);
        }

        // What was begun in one scope is not ended in another.
        if (person is not null && !person.Clusters.Equals(ClusterScope.Current))
        {
            throw new NotAllowedException("What you may see has changed. Load the page anew.");
        }

        if (person is null)
        {
            throw new NotAllowedException("Your sign-in has ended. Open a new sign-in link.");
        }

        if (!person.May(role))
        {
            // Pages offer nobody what they may not: whoever comes here has sent what another's page sends, or had the role a moment ago.
            await activity.NoteRefusedAsync(person, $"Tried what needs the role {RoleWords.Of(role)}.");
            throw new NotAllowedException($"This needs the role {RoleWords.Of(role)}; you are signed in as {RoleWords.Of(person.Role)}.");
        }

        return person;
    }

    /// <summary>The person, if the role allows it for all clusters.</summary>
    /// <exception cref="NotAllowedException">As of <see cref="RequireAsync"/>; or the role is limited to clusters.</exception>
    public async Task<Person> RequireForAllAsync(DashboardRole role, CancellationToken cancellationToken) =>
        await RequireAsync(role, cancellationToken) is { Clusters.IsAll: true } person
            ? person
            : throw new NotAllowedException($"This concerns all clusters, and your role {RoleWords.Of(role)} is limited to some.");
}

/// <summary>Somebody asked for what their role does not allow; the message is a sentence for people.</summary>
public sealed class NotAllowedException(string message) : Exception(message);
