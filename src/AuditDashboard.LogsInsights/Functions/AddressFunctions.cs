using System.Net;
using System.Net.Sockets;
using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Functions;

/// <summary>Functions of IP addresses.</summary>
internal static class AddressFunctions
{
    private static readonly IPNetwork[] PrivateNetworks = Networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

    private static readonly IPNetwork[] ReservedNetworks = Networks(
        "0.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "100::/64", "2001:db8::/32", "fe80::/10", "ff00::/8");

    /// <summary>The functions.</summary>
    public static IEnumerable<ScalarFunction> All =>
    [
        new("isValidIp", 1, 1, (_, a) => Test(a[0], _ => true)),
        new("isValidIpV4", 1, 1, (_, a) => Test(a[0], IsV4)),
        new("isValidIpV6", 1, 1, (_, a) => Test(a[0], address => !IsV4(address))),
        new("isIpInSubnet", 2, 2, (_, a) => InSubnet(a, _ => true)),
        new("isIpv4InSubnet", 2, 2, (_, a) => InSubnet(a, IsV4)),
        new("isIpv6InSubnet", 2, 2, (_, a) => InSubnet(a, address => !IsV4(address))),
        new("cidrlookup", 3, ScalarFunction.Any, (_, a) => Lookup(a)) { IsExtension = true },
        new("ipv4ToNumber", 1, 1, (_, a) => ToNumber(a[0])),
        new("isPrivateIP", 1, 1, (_, a) => Test(a[0], IsPrivate)),
        new("isPublicIP", 1, 1, (_, a) => Test(a[0], address => !IsPrivate(address) && !IsReserved(address))),
        new("isReservedIP", 1, 1, (_, a) => Test(a[0], IsReserved)),
    ];

    private static IPNetwork[] Networks(params string[] texts) => [.. texts.Select(text => IPNetwork.Parse(text))];

    private static Value Test(in Value value, Predicate<IPAddress> test) =>
        value.AsText() is not { } text ? default : Value.OfTruth(TryParse(text, out var address) && test(address));

    // Only the common forms: the framework also takes 1, 0x7f.1 and zones, which are no addresses in a log.
    private static bool TryParse(string text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.Length is 0 or > 45)
        {
            return false;
        }

        if (text.Contains(':', StringComparison.Ordinal))
        {
            return !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal) && IPAddress.TryParse(text, out address!);
        }

        var parts = text.Split('.');
        return parts.Length == 4
            && parts.All(p => p.Length is >= 1 and <= 3 && p.All(char.IsAsciiDigit) && (p.Length == 1 || p[0] != '0'))
            && IPAddress.TryParse(text, out address!);
    }

    private static bool IsV4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork;

    private static bool IsPrivate(IPAddress address) => PrivateNetworks.Any(n => n.Contains(address));

    private static bool IsReserved(IPAddress address) => ReservedNetworks.Any(n => n.Contains(address));

    private static Value InSubnet(Value[] arguments, Predicate<IPAddress> family)
    {
        if (arguments[0].AsText() is not { } text || arguments[1].AsText() is not { } block)
        {
            return default;
        }

        return Value.OfTruth(TryParse(text, out var address) && family(address) && TryParseBlock(block, out var network) && network.Contains(address));
    }

    // cidrlookup(address, block, name, block, name, default): the narrowest block wins, whatever the order; a text that is no
    // block holds nothing.
    private static Value Lookup(Value[] arguments)
    {
        if (arguments[0].AsText() is not { } text)
        {
            return default;
        }

        var found = arguments.Length % 2 == 0 ? arguments[^1] : default;
        if (!TryParse(text, out var address))
        {
            return found;
        }

        var widest = -1;
        for (var i = 1; i + 1 < arguments.Length; i += 2)
        {
            if (arguments[i].AsText() is { } block && TryParseBlock(block, out var network) && network.Contains(address) && network.PrefixLength > widest)
            {
                widest = network.PrefixLength;
                found = arguments[i + 1];
            }
        }

        return found;
    }

    // The base of the block must be its start; the framework would round 10.0.0.1/8 down.
    private static bool TryParseBlock(string block, out IPNetwork network)
    {
        network = default;
        var slash = block.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && TryParse(block[..slash], out var start) && IPNetwork.TryParse(block, out network) && network.BaseAddress.Equals(start);
    }

    private static Value ToNumber(in Value value)
    {
        if (value.AsText() is not { } text || !TryParse(text, out var address) || !IsV4(address))
        {
            return default;
        }

        var bytes = address.GetAddressBytes();
        return Value.OfNumber(((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3]);
    }
}
