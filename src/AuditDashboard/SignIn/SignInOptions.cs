using AuditDashboard.SignIn.Grants;
using AuditDashboard.SignIn.Keys;
using AuditDashboard.SignIn.Provider;
using AuditDashboard.SignIn.Proxy;

namespace AuditDashboard.SignIn;

/// <summary>Settings under <c>SignIn</c>, and the address of the setting <c>PublicUrl</c>.</summary>
public sealed class SignInOptions
{
    /// <summary>The mode. Default <see cref="SignInMode.Loopback"/>.</summary>
    public SignInMode Mode { get; set; } = SignInMode.Loopback;

    /// <summary>True if a link for an administrator is printed at each start in token mode. Default true.</summary>
    public bool PrintsLink { get; set; } = true;

    /// <summary>How long a link waits to be used where nothing else is said. Default 15 minutes, 1 minute to 7 days.</summary>
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a browser stays signed in. Default 12 hours, 5 minutes to 30 days.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Attempts at signing in that one network address has in a minute, right or wrong. Default 20, 1 to 10,000. Behind a proxy everybody has the proxy's address.</summary>
    public int AttemptsPerMinute { get; set; } = 20;

    /// <summary>True if reviewers may make links that show a snapshot to whoever has them, without sign-in. Default false.</summary>
    public bool OpenLinks { get; set; }

    /// <summary>How long such a link holds at most. Default 7 days, 1 hour to 90 days.</summary>
    public TimeSpan OpenLinkLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The provider of the mode <see cref="SignInMode.OpenIdConnect"/>.</summary>
    public ProviderOptions OpenIdConnect { get; set; } = new();

    /// <summary>The proxies of the mode <see cref="SignInMode.ProxyHeader"/>.</summary>
    public ProxyOptions ProxyHeader { get; set; } = new();

    /// <summary>What groups may do, and in which clusters; beside the three lists of the provider or proxy, which hold for all clusters. Default none.</summary>
    public IReadOnlyList<RoleGrant> Grants { get; set; } = [];

    /// <summary>What wraps the keys of cookies and circuits.</summary>
    public KeyOptions Keys { get; set; } = new();

    /// <summary>The address under which colleagues reach the dashboard, without a path; null if it is not set.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>True if browsers reach the dashboard by TLS, whatever the connection to us is: behind a proxy it is plain.</summary>
    internal bool IsSecure => PublicUrl?.Scheme == Uri.UriSchemeHttps;
}
