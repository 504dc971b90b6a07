using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace AuditDashboard.Loopback;

/// <summary>Tells loopback names and addresses from all others, without looking anything up.</summary>
internal static class LoopbackAddress
{
    /// <summary>
    /// True for <c>localhost</c>, an address of 127.0.0.0/8 in four decimal parts, or <c>[::1]</c>. Nothing else: a name below localhost, a short
    /// or hexadecimal form and an address with a zone are refused, since browsers never send them for our pages.
    /// </summary>
    /// <param name="host">A host without its port, as in a Host header.</param>
    public static bool IsLoopbackHost(string host)
    {
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || host == "[::1]")
        {
            return true;
        }

        return IPAddress.TryParse(host, out var address)
            && address.AddressFamily == AddressFamily.InterNetwork
            && IPAddress.IsLoopback(address)
            && address.ToString() == host;
    }

    /// <summary>Checks an address to listen on, such as <c>http://127.0.0.1:5080</c>.</summary>
    /// <param name="url">One entry of the setting <c>Urls</c>.</param>
    /// <param name="problem">A sentence if it is not loopback.</param>
    public static bool TryCheck(string url, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri is not null && uri.UserInfo.Length == 0
            && IsLoopbackHost(HostOf(url)))
        {
            return true;
        }

        problem = $"Urls has the address {url}. There is no sign-in yet, so the dashboard listens on loopback addresses only. Write http://127.0.0.1:PORT, http://localhost:PORT or http://[::1]:PORT.";
        return false;
    }

    // Kestrel reads the host as it is written ("*" and "+" are every address, and so is an unknown name), so the check does too.
    private static string HostOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.IndexOf('/', start);
        var authority = end < 0 ? url[start..] : url[start..end];
        var port = authority.LastIndexOf(':');
        return port > authority.LastIndexOf(']') ? authority[..port] : authority;
    }
}
