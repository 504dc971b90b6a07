namespace AuditDashboard.SignIn.Keys;

/// <summary>Where a certificate and its private key are.</summary>
/// <param name="Setting">The section that says so, such as <c>SignIn:Keys</c> or <c>SignIn:Keys:Older:0</c>.</param>
/// <param name="Path">Path of a PFX or PEM file; relative ones are under the content root, here and below.</param>
/// <param name="PrivateKeyPath">Path of the PEM file with the private key; null if it is in the same file.</param>
/// <param name="Password">What opens the private key; null if that is not encrypted, or the password stands in a file.</param>
/// <param name="PasswordPath">Path of the file whose first line is the password; null if there is none.</param>
public sealed record CertificateFile(string Setting, string Path, string? PrivateKeyPath, string? Password, string? PasswordPath)
{
    /// <summary>Says where it is, and never the password.</summary>
    public override string ToString() => $"{Setting}: {Path}";
}
