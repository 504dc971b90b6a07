using System.Security.Cryptography.X509Certificates;

namespace AuditDashboard.SignIn.Keys;

/// <summary>The certificates that keys are wrapped by and opened with, for as long as the server runs.</summary>
internal sealed class KeyCertificates(IReadOnlyList<X509Certificate2> certificates) : IDisposable
{
    /// <summary>How they are called: SHA-1, hex.</summary>
    public IReadOnlyList<string> Thumbprints { get; } = [.. certificates.Select(certificate => certificate.Thumbprint)];

    public void Dispose()
    {
        foreach (var certificate in certificates)
        {
            certificate.Dispose();
        }
    }
}
