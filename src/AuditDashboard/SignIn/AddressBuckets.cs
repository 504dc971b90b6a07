using System.Net;
using System.Net.Sockets;

namespace AuditDashboard.SignIn;

/// <summary>
/// Shares the addresses of the world out among a fixed number of buckets, so that counting attempts by address takes no more memory however
/// many addresses there are, and one address's attempts do not keep others from signing in.
/// </summary>
internal static class AddressBuckets
{
    /// <summary>How many there are.</summary>
    public const int Count = 256;

    private const int NetworkBytes = 8;

    /// <summary>The bucket of an address, 0 or more; IPv6 counts by network, since whoever has one address there has 2^64. Other in each run of the program.</summary>
    public static int Of(IPAddress? address)
    {
        if (address is null)
        {
            return 0;
        }

        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        var hash = new HashCode();
        hash.AddBytes(address.AddressFamily == AddressFamily.InterNetworkV6 && bytes.Length > NetworkBytes ? bytes.AsSpan(0, NetworkBytes) : bytes);
        return (int)((uint)hash.ToHashCode() % Count);
    }
}
