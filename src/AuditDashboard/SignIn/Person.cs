using System.Security.Claims;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.SignIn;

/// <summary>Somebody who uses the dashboard.</summary>
/// <param name="Name">The name by which what they do is recorded.</param>
/// <param name="Role">What they may do.</param>
/// <param name="IsSignedIn">False for whoever sits at this machine in loopback mode.</param>
public sealed record Person(string Name, DashboardRole Role, bool IsSignedIn)
{
    /// <summary>Claim of whoever may see all clusters. A principal without it, and without clusters, sees none.</summary>
    public const string AllClustersClaim = "all-clusters";

    /// <summary>Claim that names a cluster that may be seen.</summary>
    public const string ClusterClaim = "cluster";

    /// <summary>Claim that holds the secret of a browser's session.</summary>
    public const string SessionClaim = "session";

    /// <summary>Whoever sits at this machine, in loopback mode.</summary>
    public static Person Local { get; } = new("local", DashboardRole.Administrator, IsSignedIn: false);

    /// <summary>The clusters that the role is limited to.</summary>
    public ClusterScope Clusters { get; init; } = ClusterScope.All;

    /// <summary>The name in words.</summary>
    public string Words => IsSignedIn ? Name : "this machine";

    /// <summary>True if this role allows what that one may do.</summary>
    public bool May(DashboardRole role) => Role >= role;

    /// <summary>Reads a person out of what a request or circuit came with; null for nobody.</summary>
    public static Person? From(ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true, Name: { } name } identity
        && Enum.TryParse<DashboardRole>(principal.FindFirstValue(ClaimTypes.Role), out var role) && Enum.IsDefined(role)
            ? new Person(name, role, identity.AuthenticationType != LocalPersonHandler.Scheme)
            {
                Clusters = principal.HasClaim(AllClustersClaim, bool.TrueString) ? ClusterScope.All : ClusterScope.Of(principal.FindAll(ClusterClaim).Select(c => c.Value)),
            }
            : null;

    /// <summary>The person of a session or token.</summary>
    public static Person Of(Credential credential) => new(credential.Name, credential.Role, IsSignedIn: true) { Clusters = credential.Clusters };

    /// <summary>Writes the person for a request or circuit.</summary>
    /// <param name="scheme">How the person was recognised.</param>
    /// <param name="sessionSecret">Secret of the session; null if it is none.</param>
    public ClaimsPrincipal ToPrincipal(string scheme, string? sessionSecret = null)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, Name), new Claim(ClaimTypes.Role, Role.ToString())], scheme);
        identity.AddClaims(Clusters.IsAll ? [new Claim(AllClustersClaim, bool.TrueString)] : Clusters.Names.Select(name => new Claim(ClusterClaim, name)));
        if (sessionSecret is not null)
        {
            identity.AddClaim(new Claim(SessionClaim, sessionSecret));
        }

        return new ClaimsPrincipal(identity);
    }
}
