using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AuditDashboard.Storage.Credentials;

/// <summary>The secret of a credential: 256 random bits, written as 43 characters that need no escaping in a URL.</summary>
public static class CredentialSecret
{
    /// <summary>Length of a secret, in characters.</summary>
    public const int Length = 43;

    private const int Bytes = 32;

    /// <summary>Makes a new one.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    // Found by this hash in an index: how long that takes tells nothing of 256 random bits, so that no comparison in constant time is needed, and
    // no salt or slow hash either.
    /// <summary>What is stored of it; null for text that no secret can be.</summary>
    internal static byte[]? Hash(string? secret) =>
        secret is { Length: Length } && secret.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? SHA256.HashData(Encoding.ASCII.GetBytes(secret)) : null;
}
