using System.Buffers.Text;
using System.Security.Cryptography;

namespace AuditDashboard.Storage.Sharing;

/// <summary>What names a short link or a snapshot in its address: 144 random bits, written as 24 characters that need no escaping in a URL.</summary>
public static class LinkCode
{
    /// <summary>Length of a code, in characters.</summary>
    public const int Length = 24;

    private const int Bytes = 18;

    /// <summary>Makes a new one.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>True for text that a code can be.</summary>
    public static bool IsPossible(string? text) => text is { Length: Length } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
