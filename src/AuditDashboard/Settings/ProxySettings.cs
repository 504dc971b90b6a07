using AuditDashboard.SignIn;
using AuditDashboard.SignIn.Proxy;

namespace AuditDashboard.Settings;

/// <summary>Reads the section <c>SignIn:ProxyHeader</c>; in that mode nothing starts without the list of proxies.</summary>
internal static class ProxySettings
{
    // What other parts of the program or of the protocol read already.
    private static readonly string[] Taken =
        ["Authorization", "Cookie", "Host", "Origin", "Upgrade", "Connection", "Content-Length", "Content-Type", "Transfer-Encoding", "Sec-Fetch-Site", "User-Agent", "Referer"];

    /// <summary>Reads them.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="signIn">What was read of <c>SignIn</c> so far.</param>
    /// <param name="problems">Where sentences go.</param>
    public static ProxyOptions Read(IConfiguration configuration, SignInOptions signIn, List<string> problems)
    {
        var reader = new SettingsReader(configuration.GetSection("SignIn:ProxyHeader"), problems);
        var defaults = new ProxyOptions();
        var options = new ProxyOptions
        {
            UserHeader = ReadName(reader, "UserHeader", defaults.UserHeader),
            GroupsHeader = ReadName(reader, "GroupsHeader", defaults.GroupsHeader),
            SignOutPath = reader.Text("SignOutPath", defaults.SignOutPath),
            Viewers = Values("Viewers"),
            Reviewers = Values("Reviewers"),
            Administrators = Values("Administrators"),
        };
        var proxies = Values("Proxies");
        reader.RefuseUnknown();
        if (signIn.Mode != SignInMode.ProxyHeader)
        {
            if (proxies.Count > 0)
            {
                reader.Refuse("Proxies", $"is '{string.Join(", ", proxies)}', but SignIn:Mode is {signIn.Mode}. Write ProxyHeader into SignIn:Mode, or remove it.");
            }

            return options;
        }

        if (proxies.Count == 0)
        {
            reader.Refuse("Proxies", $"is empty: whoever reaches the dashboard could name themselves anybody. Write the addresses of the proxies in front, such as {reader.Key("Proxies")}:0 = 10.0.0.5 or 10.1.0.0/16.");
        }
        else if (ProxyPeers.TryParse(proxies, out var peers, out var problem))
        {
            options.Proxies = peers;
        }
        else
        {
            reader.Refuse("Proxies", problem);
        }

        RefuseDangers(reader, options, signIn, problems);
        return options;

        IReadOnlyList<string> Values(string name) => [.. reader.List(name).Where(value => value.Length > 0)];
    }

    private static void RefuseDangers(SettingsReader reader, ProxyOptions options, SignInOptions signIn, List<string> problems)
    {
        if (string.Equals(options.UserHeader, options.GroupsHeader, StringComparison.OrdinalIgnoreCase))
        {
            reader.Refuse("GroupsHeader", $"is '{options.GroupsHeader}', as UserHeader is: whoever is called like a group would have its role. Write another.");
        }

        if (options.SignOutPath.Length > 0 && SignInPaths.SafeReturn(options.SignOutPath) != options.SignOutPath)
        {
            reader.Refuse("SignOutPath", $"is '{options.SignOutPath}'. Write a path of the proxy, such as /oauth2/sign_out.");
        }

        if (options.Viewers.Count + options.Reviewers.Count + options.Administrators.Count + signIn.Grants.Count == 0)
        {
            reader.Refuse("Viewers", $"is empty, and so are Reviewers, Administrators and SignIn:Grants: nobody could sign in. Write groups of the header {options.GroupsHeader}, such as {reader.Key("Administrators")}:0 = platform-security.");
        }

        if (signIn.PublicUrl is null)
        {
            problems.Add("PublicUrl is missing: the dashboard must know the proxy's address to tell its own pages from others. Write the address that browsers use, such as https://audit.example.com.");
        }
    }

    private static string ReadName(SettingsReader reader, string key, string fallback)
    {
        var name = reader.Text(key, fallback);
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || Taken.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            reader.Refuse(key, $"is '{name}', which cannot be a header that a proxy adds. Write one such as {fallback}.");
        }

        return name;
    }
}
