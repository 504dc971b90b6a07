using System.Net;

namespace AuditDashboard.Settings;

/// <summary>The setting <c>Urls</c>: where the server listens. Until sign-in exists only loopback is allowed.</summary>
internal static class LoopbackUrls
{
    /// <summary>The default.</summary>
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>Reads the addresses, parted by semicolons.</summary>
    public static IReadOnlyList<string> Read(IConfiguration configuration, List<string> problems)
    {
        var text = configuration["Urls"];
        var urls = (string.IsNullOrWhiteSpace(text) ? Default : text)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var url in urls)
        {
            if (FindProblem(url) is { } problem)
            {
                problems.Add($"Urls is '{url}'{problem} Write a loopback address, such as {Default}.");
            }
        }

        // Kestrel's own section overrides Urls and could open another address unseen.
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            problems.Add($"Kestrel:Endpoints is not used here. Remove it and write the address into Urls, such as {Default}.");
        }

        return urls;
    }

    private static string? FindProblem(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return ", which is not an address.";
        }

        if (uri.Scheme == "https")
        {
            return ", but the server speaks http only in this version.";
        }

        if (uri.PathAndQuery != "/")
        {
            return ", which has a path.";
        }

        var isLoopback = string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
        return isLoopback ? null : ", which other machines can reach; sign-in does not exist yet.";
    }
}
