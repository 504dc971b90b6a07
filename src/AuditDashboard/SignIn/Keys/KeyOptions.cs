namespace AuditDashboard.SignIn.Keys;

/// <summary>Settings under <c>SignIn:Keys</c>: what wraps the keys of cookies and circuits where they are kept. They hold in every mode.</summary>
public sealed class KeyOptions
{
    /// <summary>The certificate that wraps new keys and opens them; null if keys lie as they are, which is the default.</summary>
    public CertificateFile? Certificate { get; set; }

    /// <summary>Certificates of before, which open keys and wrap none. Default none.</summary>
    public IReadOnlyList<CertificateFile> Older { get; set; } = [];
}
