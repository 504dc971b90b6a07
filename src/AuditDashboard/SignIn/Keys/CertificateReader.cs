using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AuditDashboard.SignIn.Keys;

/// <summary>Opens the certificates of the settings, and says in a sentence what is wrong with one.</summary>
internal static class CertificateReader
{
    private const int MinKeyBits = 2048;

    /// <summary>The certificates: first the one that wraps, then those that only open. Empty where none is set or one is refused.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="contentRoot">Absolute path that relative paths are under.</param>
    /// <param name="now">The time: the one that wraps must hold at it, older ones may have expired.</param>
    /// <param name="problems">Where sentences go.</param>
    public static IReadOnlyList<X509Certificate2> Read(KeyOptions options, string contentRoot, DateTimeOffset now, List<string> problems)
    {
        if (options.Certificate is null)
        {
            return [];
        }

        var before = problems.Count;
        var read = new List<X509Certificate2>();
        foreach (var file in options.Older.Prepend(options.Certificate))
        {
            if (Read(file, contentRoot, problems) is not { } certificate)
            {
                continue;
            }

            read.Add(certificate);
            if (FindProblem(certificate, isOlder: file != options.Certificate, now) is { } problem)
            {
                problems.Add($"{file.Setting}:Certificate is '{file.Path}', {problem}");
            }
        }

        if (problems.Count == before)
        {
            return read;
        }

        read.ForEach(certificate => certificate.Dispose());
        return [];
    }

    private static X509Certificate2? Read(CertificateFile file, string contentRoot, List<string> problems)
    {
        if (ReadBytes($"{file.Setting}:Certificate", file.Path, contentRoot, problems) is not { } bytes
            || !TryReadPassword(file, contentRoot, problems, out var password))
        {
            return null;
        }

        var keys = file.PrivateKeyPath is null ? bytes : ReadBytes($"{file.Setting}:PrivateKey", file.PrivateKeyPath, contentRoot, problems);
        try
        {
            return keys is null ? null : Open(bytes, keys, password);
        }
        catch (CryptographicException)
        {
            problems.Add(password is null
                ? $"{file.Setting}:Certificate is '{file.Path}', which cannot be opened without a password, or holds no certificate with its private key. Write the password into the environment as {file.Setting.Replace(":", "__", StringComparison.Ordinal)}__Password, or into a file that {file.Setting}:PasswordFile names; a private key in a PEM file of its own goes into {file.Setting}:PrivateKey."
                : $"{file.Setting}:Certificate is '{file.Path}', which the password that is set does not open. Write the password that the file was made with.");
            return null;
        }
    }

    private static X509Certificate2 Open(byte[] bytes, byte[] keys, string? password)
    {
        const string PemStart = "-----BEGIN ";
        var pem = Encoding.Latin1.GetString(bytes);
        if (!pem.Contains(PemStart, StringComparison.Ordinal))
        {
            return X509CertificateLoader.LoadPkcs12(bytes, password);
        }

        var key = Encoding.Latin1.GetString(keys);
        return key.Contains(PemStart + "ENCRYPTED PRIVATE KEY", StringComparison.Ordinal) && password is not null
            ? X509Certificate2.CreateFromEncryptedPem(pem, key, password)
            : X509Certificate2.CreateFromPem(pem, key);
    }

    private static string? FindProblem(X509Certificate2 certificate, bool isOlder, DateTimeOffset now)
    {
        using var key = certificate.GetRSAPrivateKey();
        if (key is null || key.KeySize < MinKeyBits)
        {
            return string.Create(CultureInfo.InvariantCulture, $"which has no private RSA key of {MinKeyBits} bits or more. Name a certificate that has one.");
        }

        if (!isOlder && certificate.NotAfter.ToUniversalTime() < now.UtcDateTime)
        {
            return $"which expired at {Utc(certificate.NotAfter)}. Name a new one, and this one under SignIn:Keys:Older, so that people stay signed in.";
        }

        return !isOlder && certificate.NotBefore.ToUniversalTime() > now.UtcDateTime
            ? $"which does not hold before {Utc(certificate.NotBefore)}. Name one that holds, or set this machine's clock."
            : null;
    }

    private static bool TryReadPassword(CertificateFile file, string contentRoot, List<string> problems, out string? password)
    {
        password = file.Password;
        if (file.PasswordPath is null)
        {
            return true;
        }

        if (ReadBytes($"{file.Setting}:PasswordFile", file.PasswordPath, contentRoot, problems) is not { } bytes)
        {
            return false;
        }

        password = Encoding.UTF8.GetString(bytes).Split('\n')[0].TrimEnd('\r');
        return true;
    }

    private static byte[]? ReadBytes(string setting, string path, string contentRoot, List<string> problems)
    {
        try
        {
            return File.ReadAllBytes(Path.GetFullPath(path, contentRoot));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            problems.Add($"{setting} is '{path}', which cannot be read ({exception.Message.TrimEnd('.')}). Write the path of a file that this account may read.");
            return null;
        }
    }

    private static string Utc(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
