using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace AuditDashboard.Kubernetes.Actors;

/// <summary>What sort of address a request came from.</summary>
public enum AddressKind
{
    /// <summary>Routed on the internet.</summary>
    Public,

    /// <summary>A private range (RFC 1918, shared 100.64.0.0/10, unique local fc00::/7).</summary>
    Private,

    /// <summary>The API server's own machine.</summary>
    Loopback,

    /// <summary>169.254.0.0/16 or fe80::/10.</summary>
    LinkLocal,

    /// <summary>A service of AWS that names itself in place of an address, such as <c>eks.amazonaws.com</c> or <c>AWS Internal</c>, as CloudTrail writes it.</summary>
    AwsService,

    /// <summary>Unspecified, multicast or broadcast: nobody can come from there.</summary>
    Impossible,

    /// <summary>Not an address at all.</summary>
    NotAnAddress,
}

/// <summary>One of <c>sourceIPs</c>.</summary>
/// <param name="Text">As written (may be hostile).</param>
/// <param name="Kind">What sort of address it is.</param>
/// <param name="Evidence">The last one is the peer that the API server saw; those before it come from <c>X-Forwarded-For</c>, which the client can set.</param>
public sealed record SourceAddress(string Text, AddressKind Kind, Evidence Evidence)
{
    private static readonly SearchValues<char> HostName = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>Tells the sort of an address.</summary>
    public static AddressKind KindOf(string text)
    {
        if (text == "AWS Internal" || (text.Length <= 253 && text.EndsWith(".amazonaws.com", StringComparison.Ordinal) && text.AsSpan().IndexOfAnyExcept(HostName) < 0))
        {
            return AddressKind.AwsService;
        }

        // The framework also takes "1", "0x7f.1" and "fe80::1%eth0", which nobody writes and which would be taken for another address.
        if (text.Length > 45 || text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal) || !IPAddress.TryParse(text, out var address)
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != text))
        {
            return AddressKind.NotAnAddress;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return IPAddress.IsLoopback(address) ? AddressKind.Loopback
            : length == 4 ? KindOfV4(bytes)
            : address.IsIPv6LinkLocal ? AddressKind.LinkLocal
            : (bytes[0] & 0xFE) == 0xFC ? AddressKind.Private
            : address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any) ? AddressKind.Impossible
            : AddressKind.Public;
    }

    private static AddressKind KindOfV4(ReadOnlySpan<byte> bytes) => (bytes[0], bytes[1]) switch
    {
        (10, _) or (172, >= 16 and <= 31) or (192, 168) or (100, >= 64 and <= 127) => AddressKind.Private,
        (169, 254) => AddressKind.LinkLocal,
        (0, _) or ( >= 224, _) => AddressKind.Impossible,
        _ => AddressKind.Public,
    };
}
