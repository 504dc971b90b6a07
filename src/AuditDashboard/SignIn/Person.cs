using System.Security.Claims;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.SignIn;

/// <summary>Somebody who uses the dashboard.</summary>
/// <param name="Name">The name by which what they do is recorded.</param>
/// <param name="Role">What they may do.</param>
/// <param name="IsSignedIn">False for whoever sits at this machine in loopback mode.</param>
public sealed record Person(string Name, DashboardRole Role, bool IsSignedIn)
{
    /// <summary>Claim that holds the secret of a browser's session.</summary>
    public const string SessionClaim = "session";

    /// <summary>Whoever sits at this machine, in loopback mode.</summary>
    public static Person Local { get; } = new("local", DashboardRole.Administrator, IsSignedIn: false);

    /// <summary>The name in words.</summary>
    public string Words => IsSignedIn ? Name : "this machine";

    /// <summary>True if this role allows what that one may do.</summary>
    public bool May(DashboardRole role) => Role >= role;

    /// <summary>Reads a person out of what a request or circuit came with; null for nobody.</summary>
    public static Person? From(ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true, Name: { } name } identity
        && Enum.TryParse<DashboardRole>(principal.FindFirstValue(ClaimTypes.Role), out var role) && Enum.IsDefined(role)
            ? new Person(name, role, identity.AuthenticationType != LocalPersonHandler.Scheme)
            : null;

    /// <summary>Writes the person for a request or circuit.</summary>
    /// <param name="scheme">How the person was recognised.</param>
    /// <param name="sessionSecret">Secret of the session; null if it is none.</param>
    public ClaimsPrincipal ToPrincipal(string scheme, string? sessionSecret = null)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, Name), new Claim(ClaimTypes.Role, Role.ToString())], scheme);
        if (sessionSecret is not null)
        {
            identity.AddClaim(new Claim(SessionClaim, sessionSecret));
        }

        return new ClaimsPrincipal(identity);
    }
}
