using System.Net;
using AuditDashboard.SignIn;

namespace AuditDashboard.Settings;

/// <summary>The setting <c>Urls</c>: where the server listens. Without sign-in only loopback is allowed.</summary>
internal static class ListenUrls
{
    /// <summary>The default.</summary>
    public const string Default = "http://127.0.0.1:5080";

    private const string EveryAddress = "http://0.0.0.0:5080";

    /// <summary>Reads the addresses, parted by semicolons.</summary>
    /// <param name="configuration">Where values come from.</param>
    /// <param name="mode">Who may look at the dashboard.</param>
    /// <param name="problems">Where sentences go.</param>
    public static IReadOnlyList<string> Read(IConfiguration configuration, SignInMode mode, List<string> problems)
    {
        var text = configuration["Urls"];
        var urls = (string.IsNullOrWhiteSpace(text) ? Default : text)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var url in urls)
        {
            if (FindProblem(url, mode) is { } problem)
            {
                problems.Add($"Urls is '{url}'{problem}");
            }
        }

        // Kestrel's own section overrides Urls and could open another address unseen.
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            problems.Add($"Kestrel:Endpoints is not used here. Remove it and write the address into Urls, such as {Default}.");
        }

        return urls;
    }

    /// <summary>The address by which this machine itself reaches what listens on <paramref name="url"/>.</summary>
    public static string FromHere(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address))
        {
            return url.TrimEnd('/');
        }

        var host = address.Equals(IPAddress.Any) ? "127.0.0.1" : address.Equals(IPAddress.IPv6Any) ? "[::1]" : uri.Host;
        return $"{uri.Scheme}://{host}:{uri.Port}";
    }

    private static string? FindProblem(string url, SignInMode mode)
    {
        var write = mode == SignInMode.Loopback ? $"Write a loopback address, such as {Default}" : $"Write an address of this machine, such as {Default}, or {EveryAddress} for all of them";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return $", which is not an address. {write}.";
        }

        if (uri.Scheme == "https")
        {
            return $", but the server speaks http only in this version. {write}.";
        }

        if (uri.PathAndQuery != "/")
        {
            return $", which has a path. {write}.";
        }

        if (string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var isAddress = IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address);
        if (mode != SignInMode.Loopback)
        {
            // Of a name the server would take nothing but the port, and listen on every address.
            return isAddress ? null : $", which is a name. {write}.";
        }

        return isAddress && IPAddress.IsLoopback(address!) // IsLoopback is asked only of what was parsed
            ? null
            : $", which other machines can reach, and nobody signs in. {write}; or Token into SignIn:Mode.";
    }
}
