using System.Net;
using AuditDashboard.SignIn;

namespace AuditDashboard.Settings;

/// <summary>Reads the section <c>SignIn</c> and the setting <c>PublicUrl</c>, and refuses what together would open the dashboard to others.</summary>
internal static class SignInSettings
{
    private const string Example = "such as https://audit.example.com";

    /// <summary>Reads them.</summary>
    public static SignInOptions Read(IConfiguration configuration, List<string> problems)
    {
        var reader = new SettingsReader(configuration.GetSection("SignIn"), problems);
        var defaults = new SignInOptions();
        var options = new SignInOptions
        {
            Mode = ReadMode(reader, defaults.Mode),
            PrintsLink = reader.Boolean("PrintsLink", defaults.PrintsLink),
            LinkLifetime = reader.Duration("LinkLifetime", defaults.LinkLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
            SessionLifetime = reader.Duration("SessionLifetime", defaults.SessionLifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(30)),
            OpenLinks = reader.Boolean("OpenLinks", defaults.OpenLinks),
            OpenLinkLifetime = reader.Duration("OpenLinkLifetime", defaults.OpenLinkLifetime, TimeSpan.FromHours(1), TimeSpan.FromDays(90)),
            AttemptsPerMinute = (int)reader.Integer("AttemptsPerMinute", defaults.AttemptsPerMinute, 1, 10_000),
        };
        reader.List("OpenIdConnect"); // sections of their own
        reader.List("ProxyHeader");
        reader.List("Grants");
        reader.List("Keys");
        reader.RefuseUnknown();
        options.PublicUrl = ReadPublicUrl(configuration, options.Mode, problems);
        options.Grants = GrantSettings.Read(configuration, options.Mode, problems);
        options.OpenIdConnect = ProviderSettings.Read(configuration, options, problems);
        options.ProxyHeader = ProxySettings.Read(configuration, options, problems);
        options.Keys = KeySettings.Read(configuration, problems);
        RefuseDangers(configuration, options.Mode, problems);
        if (options is { OpenLinks: true, Mode: SignInMode.Loopback })
        {
            reader.Refuse("OpenLinks", "is true, but nobody else is answered while SignIn:Mode is Loopback. Remove it, or write Token into SignIn:Mode.");
        }

        return options;
    }

    private static SignInMode ReadMode(SettingsReader reader, SignInMode fallback)
    {
        var text = reader.Text("Mode", fallback.ToString());
        foreach (var mode in Enum.GetValues<SignInMode>())
        {
            if (string.Equals(text, mode.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return mode;
            }
        }

        reader.Refuse("Mode", $"is '{text}'. Write Loopback (this machine only, nobody signs in), Token (sign-in links and API tokens), OpenIdConnect (your provider signs people in) or ProxyHeader (a proxy in front signs people in).");
        return fallback;
    }

    private static Uri? ReadPublicUrl(IConfiguration configuration, SignInMode mode, List<string> problems)
    {
        if (configuration["PublicUrl"] is not { Length: > 0 } text)
        {
            return null;
        }

        if (FindProblem(text, mode, out var url) is { } problem)
        {
            problems.Add($"PublicUrl is '{text}'{problem}");
            return null;
        }

        return url;
    }

    private static string? FindProblem(string text, SignInMode mode, out Uri? url)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            return $", which is not an address. Write the one that browsers use, {Example}.";
        }

        if (url.PathAndQuery != "/" || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            return $", which has more than a name and a port. Write the address alone, {Example}.";
        }

        if (mode == SignInMode.Loopback)
        {
            return ", but nobody else is answered while SignIn:Mode is Loopback. Remove it, or write Token into SignIn:Mode.";
        }

        var isHere = url.IsLoopback || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
        return url.Scheme == Uri.UriSchemeHttp && !isHere
            ? $", where sessions would travel unencrypted. Put a proxy that speaks TLS in front, and write its address, {Example}."
            : null;
    }

    private static void RefuseDangers(IConfiguration configuration, SignInMode mode, List<string> problems)
    {
        if (IsTrue(configuration["ForwardedHeaders_Enabled"]))
        {
            problems.Add("ASPNETCORE_FORWARDEDHEADERS_ENABLED is true, which believes every sender who and where it says it is. Remove it; the address that browsers use goes into PublicUrl.");
        }

        if (mode == SignInMode.Loopback)
        {
            return;
        }

        if (string.Equals(configuration[HostDefaults.EnvironmentKey], Environments.Development, StringComparison.OrdinalIgnoreCase))
        {
            problems.Add($"SignIn:Mode is {mode} in the environment Development, which shows its inside to whoever causes an error. Write Production into ASPNETCORE_ENVIRONMENT and DOTNET_ENVIRONMENT, or remove them.");
        }

        if (IsTrue(configuration[WebHostDefaults.DetailedErrorsKey]))
        {
            problems.Add($"DetailedErrors is true while SignIn:Mode is {mode}: it shows the inside of the program to whoever causes an error. Remove it.");
        }
    }

    private static bool IsTrue(string? text) => text is "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}
