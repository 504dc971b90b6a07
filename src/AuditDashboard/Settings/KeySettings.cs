using AuditDashboard.SignIn.Keys;

namespace AuditDashboard.Settings;

/// <summary>Reads the section <c>SignIn:Keys</c>. The files are opened only where a server starts: commands need no keys of cookies.</summary>
internal static class KeySettings
{
    private const string Section = "SignIn:Keys";

    /// <summary>Reads it.</summary>
    public static KeyOptions Read(IConfiguration configuration, List<string> problems)
    {
        var reader = new SettingsReader(configuration.GetSection(Section), problems);
        reader.List("Older"); // a section of its own
        var options = new KeyOptions { Certificate = ReadFile(reader, Section) };
        reader.RefuseUnknown();
        var older = new List<CertificateFile>();
        foreach (var item in SettingsReader.Items(configuration, $"{Section}:Older", problems))
        {
            var each = new SettingsReader(item, problems);
            if (ReadFile(each, item.Path) is { } file)
            {
                older.Add(file);
            }
            else
            {
                each.Refuse("Certificate", "is missing. Write the path of a .pfx or .pem file that wrapped keys before.");
            }

            each.RefuseUnknown();
        }

        options.Older = older;
        if (options.Certificate is null && older.Count > 0)
        {
            reader.Refuse("Older", "is set, but SignIn:Keys:Certificate is not. Name there the certificate that wraps new keys.");
        }

        return options;
    }

    private static CertificateFile? ReadFile(SettingsReader reader, string section)
    {
        var path = reader.Text("Certificate", "");
        var privateKey = NullIfEmpty(reader.Text("PrivateKey", ""));
        var password = NullIfEmpty(reader.Text("Password", ""));
        var passwordFile = NullIfEmpty(reader.Text("PasswordFile", ""));
        if (password is not null && passwordFile is not null)
        {
            reader.Refuse("PasswordFile", $"is '{passwordFile}', but Password is set too. Keep one of them.");
        }

        if (path.Length > 0)
        {
            return new CertificateFile(section, path, privateKey, password, passwordFile);
        }

        if (privateKey is not null || password is not null || passwordFile is not null)
        {
            reader.Refuse("Certificate", "is missing, though its key or password is set. Write the path of a .pfx or .pem file.");
        }

        return null;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
