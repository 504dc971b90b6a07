using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace AuditDashboard.SignIn.Keys;

/// <summary>Tells of a key's element, as the framework writes it, whether and by which certificate it is wrapped.</summary>
/// <remarks>
/// <code>
/// &lt;key id="…"&gt;&lt;expirationDate&gt;2027-02-26T01:24:15Z&lt;/expirationDate&gt;&lt;descriptor …&gt;&lt;descriptor&gt;
///   &lt;encryptedSecret decryptorType="Microsoft…EncryptedXmlDecryptor, …"&gt;&lt;EncryptedData …&gt;…&lt;X509Certificate&gt;MII…&lt;/X509Certificate&gt;
/// </code>
/// One that is not wrapped has <c>masterKey</c> in place of <c>encryptedSecret</c>.
/// </remarks>
internal static class WrappedKey
{
    /// <summary>True of a key, and not of what revokes keys.</summary>
    public static bool IsKey(XElement element) => element.Name.LocalName == "key";

    /// <summary>True if nothing of the key's secret can be read without a certificate's private key.</summary>
    public static bool IsWrapped(XElement key)
    {
        var secrets = Named(key, "encryptedSecret").ToList();
        return secrets is [var secret]
            && secret.Attribute("decryptorType")?.Value.Split(',')[0] == typeof(EncryptedXmlDecryptor).FullName
            && Named(secret, "EncryptedData").Any()
            && !Named(key, "masterKey").Any();
    }

    /// <summary>True if new cookies may still be made with the key at this time.</summary>
    public static bool IsInUse(XElement key, DateTimeOffset now) =>
        !DateTimeOffset.TryParse(Named(key, "expirationDate").FirstOrDefault()?.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) || end > now;

    /// <summary>The thumbprint (SHA-1, hex, as certificates are called) of the certificate that wrapped the key; null if that is not said.</summary>
    public static string? ThumbprintOf(XElement key)
    {
        try
        {
            using var certificate = Named(key, "X509Certificate").FirstOrDefault() is { } text ? X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text.Value)) : null;
            return certificate?.Thumbprint;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private static IEnumerable<XElement> Named(XElement element, string name) => element.Descendants().Where(child => child.Name.LocalName == name);
}
