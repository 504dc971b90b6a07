using AuditDashboard.Settings;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.SignIn;

/// <summary>What token mode prints at start: a link that signs an administrator in, once.</summary>
internal sealed record FirstLink(SignInOptions Options, string Name, string Secret)
{
    private const string Administrator = "administrator";

    /// <summary>Records the start and makes the link; null where none is wanted.</summary>
    public static async Task<FirstLink?> MakeAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<SignInOptions>();
        var activity = services.GetRequiredService<ActivityLog>();
        await activity.AddAsync(ActivityKind.Start, ActivityLog.Program, StartOf(services.GetRequiredService<DashboardSettings>()), address: null, cancellationToken);
        if (options.Mode != SignInMode.Token || !options.PrintsLink)
        {
            return null;
        }

        var (credential, secret) = await services.GetRequiredService<CredentialStore>()
            .CreateAsync(CredentialKind.SignInLink, Administrator, DashboardRole.Administrator, options.LinkLifetime, cancellationToken);
        await activity.AddAsync(
            ActivityKind.CredentialMade, ActivityLog.Program, $"Printed sign-in link {credential.Id} for {Administrator}, role administrator.", address: null, cancellationToken);
        return new FirstLink(options, Administrator, secret);
    }

    // The settings that decide who can see what.
    private static string StartOf(DashboardSettings settings)
    {
        var mode = settings.SignIn.Mode switch
        {
            SignInMode.Loopback => "loopback mode",
            SignInMode.OpenIdConnect => $"OpenID Connect mode by {settings.SignIn.OpenIdConnect.Authority}, public address {PublicAddress()}",
            SignInMode.ProxyHeader => $"proxy header mode, proxies {settings.SignIn.ProxyHeader.Proxies}, public address {PublicAddress()}",
            _ => $"token mode, public address {PublicAddress()}",
        };
        return $"Started in {mode}, on {string.Join(", ", settings.Urls)}; clusters: {string.Join(", ", settings.Clusters.Select(c => c.Name))}.";

        string PublicAddress() => settings.SignIn.PublicUrl?.ToString() ?? "not set";
    }

    /// <summary>What to print.</summary>
    /// <param name="listening">Where the server listens.</param>
    public IEnumerable<string> Lines(string listening)
    {
        yield return $"Sign in as {Name} (once, within {DurationText.Print(Options.LinkLifetime)}): {SignInPaths.LinkOf(Options.PublicUrl?.ToString() ?? ListenUrls.FromHere(listening), Secret)}";
        if (!Options.IsSecure)
        {
            yield return "Sessions travel unencrypted. Where others than this machine reach it, put a proxy that speaks TLS in front, and write its address into PublicUrl.";
        }
    }
}
