using System.CommandLine;

namespace AuditDashboard.Commands.Access;

/// <summary><c>access</c>: who may use the dashboard. Whoever runs it can write the database, so that nobody needs to be signed in for it.</summary>
internal sealed class AccessCommand : Command
{
    /// <summary>Makes the command.</summary>
    public AccessCommand()
        : base("access", "Give and revoke access: sign-in links for people, tokens for scripts.")
    {
        Add(new AccessLinkCommand());
        Add(new AccessTokenCommand());
        Add(new AccessListCommand());
        Add(new AccessRevokeCommand());
    }
}
