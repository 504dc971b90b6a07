using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace AuditDashboard.SignIn.Proxy;

/// <summary>The other ends of connections that are believed. What a request says of itself, such as <c>X-Forwarded-For</c>, makes nobody one of them.</summary>
public sealed class ProxyPeers
{
    private readonly IReadOnlyList<IPNetwork> _networks;

    private ProxyPeers(IReadOnlyList<IPNetwork> networks) => _networks = networks;

    /// <summary>Nobody is believed.</summary>
    public static ProxyPeers None { get; } = new([]);

    /// <summary>True if nobody is.</summary>
    public bool IsEmpty => _networks.Count == 0;

    /// <summary>Reads addresses and networks.</summary>
    /// <param name="items">Such as <c>10.0.0.5</c>, <c>10.1.0.0/16</c>, <c>fd00::/64</c>.</param>
    /// <param name="peers">What was read.</param>
    /// <param name="problem">The first item that is wrong, with what is, as the end of a sentence that begins with the key.</param>
    public static bool TryParse(IReadOnlyList<string> items, [NotNullWhen(true)] out ProxyPeers? peers, [NotNullWhen(false)] out string? problem)
    {
        const string Write = "Write the address of the proxy, such as 10.0.0.5, or its network, such as 10.1.0.0/16.";
        (peers, problem) = (null, null);
        var networks = new List<IPNetwork>();
        foreach (var item in items)
        {
            if (!TryRead(item, out var network))
            {
                problem = $"holds '{item}', which is no address and no network. {Write}";
                return false;
            }

            // A few addresses are a proxy; half of the world is everybody.
            if (network.PrefixLength < 8)
            {
                problem = $"holds '{item}', which believes whoever comes from very many addresses. {Write}";
                return false;
            }

            networks.Add(network);
        }

        peers = new ProxyPeers(networks);
        return true;
    }

    /// <summary>True if a connection comes from one of them.</summary>
    /// <param name="address">The other end's address; null where it is no network connection.</param>
    public bool Contains(IPAddress? address) => address is not null && Plain(address) is var plain && _networks.Any(network => network.Contains(plain));

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _networks);

    private static bool TryRead(string item, out IPNetwork network)
    {
        network = default;
        if (item.Contains('/', StringComparison.Ordinal))
        {
            // .NET takes the network of any address in it: whoever writes 10.1.2.3/16 may have meant another.
            return IPNetwork.TryParse(item, out network) && IPAddress.TryParse(item.AsSpan(0, item.IndexOf('/', StringComparison.Ordinal)), out var start)
                && start.Equals(network.BaseAddress) && !start.IsIPv4MappedToIPv6;
        }

        // Written out: .NET takes "10" and "10.1" for addresses too.
        if (!IPAddress.TryParse(item, out var address) || (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && item.Count(c => c == '.') != 3)
            || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            return false;
        }

        var plain = Plain(address);
        network = new IPNetwork(plain, plain.GetAddressBytes().Length * 8);
        return true;
    }

    // A socket for both families shows IPv4 peers as ::ffff:10.0.0.5, and link-local ones with the number of an interface.
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());
}
