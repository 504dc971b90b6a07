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

    /// <summary>True for an address in its usual form, IPv6 in brackets: no name that somebody could point elsewhere.</summary>
    /// <param name="host">A host without its port, as in a Host header.</param>
    public static bool IsAddress(string host) =>
        IPAddress.TryParse(host is ['[', .., ']'] ? host[1..^1] : host, out var address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 ? address.ScopeId == 0 && host.StartsWith('[') : address.ToString() == host);
}
