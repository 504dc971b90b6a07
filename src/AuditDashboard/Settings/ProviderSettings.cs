using AuditDashboard.SignIn;
using AuditDashboard.SignIn.Provider;

namespace AuditDashboard.Settings;

/// <summary>Reads the section <c>SignIn:OpenIdConnect</c>.</summary>
internal static class ProviderSettings
{
    /// <summary>Reads it, and checks what the mode needs.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="signIn">The rest of the section <c>SignIn</c>.</param>
    /// <param name="problems">Where sentences go.</param>
    public static ProviderOptions Read(IConfiguration configuration, SignInOptions signIn, List<string> problems)
    {
        var reader = new SettingsReader(configuration.GetSection("SignIn:OpenIdConnect"), problems);
        var defaults = new ProviderOptions();
        var options = new ProviderOptions
        {
            ClientId = reader.Text("ClientId", defaults.ClientId),
            ClientSecret = reader.Text("ClientSecret", defaults.ClientSecret),
            Scopes = reader.Text("Scopes", defaults.Scopes),
            NameClaim = reader.Text("NameClaim", defaults.NameClaim),
            RoleClaim = reader.Text("RoleClaim", defaults.RoleClaim),
            ReadsUserInfo = reader.Boolean("ReadsUserInfo", defaults.ReadsUserInfo),
            Viewers = Values("Viewers"),
            Reviewers = Values("Reviewers"),
            Administrators = Values("Administrators"),
        };
        var authority = reader.Text("Authority", "");
        reader.RefuseUnknown();
        if (signIn.Mode != SignInMode.OpenIdConnect)
        {
            if (authority.Length > 0)
            {
                reader.Refuse("Authority", $"is '{authority}', but SignIn:Mode is {signIn.Mode}. Write OpenIdConnect into SignIn:Mode, or remove it.");
            }

            return options;
        }

        options.Authority = ReadAuthority(authority, reader);
        if (options.ClientId.Length == 0)
        {
            reader.Refuse("ClientId", "is missing. Write the name under which the provider knows the dashboard.");
        }

        if (options.Viewers.Count + options.Reviewers.Count + options.Administrators.Count + signIn.Grants.Count == 0)
        {
            reader.Refuse("Viewers", $"is empty, and so are Reviewers, Administrators and SignIn:Grants: nobody could sign in. Write values of the claim {options.RoleClaim}, such as {reader.Key("Administrators")}:0 = platform-security.");
        }

        if (signIn.PublicUrl is null && (configuration["Urls"] ?? "").Split(';').Any(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && !uri.IsLoopback))
        {
            problems.Add("PublicUrl is missing: the provider must know where to lead people back to. Write the address that browsers use, such as https://audit.example.com.");
        }

        return options;

        IReadOnlyList<string> Values(string name) => [.. reader.List(name).Where(value => value.Length > 0)];
    }

    private static Uri? ReadAuthority(string text, SettingsReader reader)
    {
        const string Write = "Write the provider's issuer address, such as https://login.example.com/realms/main.";
        if (text.Length == 0)
        {
            reader.Refuse("Authority", $"is missing. {Write}");
        }
        else if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            reader.Refuse("Authority", $"is '{text}', which is not an issuer's address. {Write}");
        }
        else if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
        {
            reader.Refuse("Authority", $"is '{text}', where anybody on the way could sign in as anybody. {Write}");
        }
        else
        {
            return uri;
        }

        return null;
    }
}
