using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components.Authorization;

namespace AuditDashboard.SignIn;

/// <summary>Who is behind this circuit. Every handler that does more than look asks it; a button that is not there protects nothing.</summary>
public sealed class CurrentPerson(AuthenticationStateProvider state)
{
    /// <summary>The person; null if the sign-in has ended.</summary>
    public async Task<Person?> FindAsync() => Person.From((await state.GetAuthenticationStateAsync()).User);

    /// <summary>The person, if the role allows it.</summary>
    /// <exception cref="NotAllowedException">Nobody is signed in any more, or the role does not allow it; the message is a sentence for people.</exception>
    public async Task<Person> RequireAsync(DashboardRole role)
    {
        var person = await FindAsync() ?? throw new NotAllowedException("Your sign-in has ended. Open a new sign-in link.");
        return person.May(role) ? person : throw new NotAllowedException($"This needs the role {RoleWords.Of(role)}; you are signed in as {RoleWords.Of(person.Role)}.");
    }
}

/// <summary>Somebody asked for what their role does not allow; the message is a sentence for people.</summary>
public sealed class NotAllowedException(string message) : Exception(message);
