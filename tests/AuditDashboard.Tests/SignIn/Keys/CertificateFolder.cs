using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AuditDashboard.Tests.SignIn.Keys;

/// <summary>A folder with certificates of our own, deleted afterwards.</summary>
internal sealed class CertificateFolder : IDisposable
{
    public const string Password = "correct horse";

    public string Path { get; } = Directory.CreateTempSubdirectory("audit-keys-").FullName;

    /// <summary>A path in the folder.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a text into the folder, and gives its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    /// <summary>Writes a PFX file that <see cref="Password"/> opens, and gives its path.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="from">The first day that it holds, counted from today.</param>
    /// <param name="to">The last.</param>
    public string WritePfx(string name, int from = -10, int to = 10)
    {
        using var certificate = Make(from, to);
        File.WriteAllBytes(At(name), certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, Password));
        return At(name);
    }

    /// <summary>A certificate with an RSA key.</summary>
    public static X509Certificate2 Make(int from = -10, int to = 10, int bits = 2048)
    {
        using var key = RSA.Create(bits);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=audit", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(from), now.AddDays(to));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
