namespace AuditDashboard.SignIn.Provider;

/// <summary>Settings under <c>SignIn:OpenIdConnect</c>: the provider that signs people in, and which of its groups may do what.</summary>
public sealed class ProviderOptions
{
    /// <summary>The provider's issuer address; its <c>/.well-known/openid-configuration</c> says the rest. Https, or http on this machine.</summary>
    public Uri? Authority { get; set; }

    /// <summary>The name under which the provider knows the dashboard.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret that the dashboard has with the provider; empty for a client that has none. Belongs into the environment, not into a file in a repository.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>What is asked of the provider, with blanks between. Default <c>openid profile</c>.</summary>
    public string Scopes { get; set; } = "openid profile";

    /// <summary>The claim by which people are called. Default <c>preferred_username</c>. It tells nobody apart: the provider's subject does.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>The claim whose values are looked up in the three lists. Default <c>groups</c>.</summary>
    public string RoleClaim { get; set; } = "groups";

    /// <summary>True if claims are read from the provider's user info endpoint too, for providers whose ID tokens lack the groups. Default false.</summary>
    public bool ReadsUserInfo { get; set; }

    /// <summary>Values of the role claim whose holders are viewers.</summary>
    public IReadOnlyList<string> Viewers { get; set; } = [];

    /// <summary>Values of the role claim whose holders are reviewers.</summary>
    public IReadOnlyList<string> Reviewers { get; set; } = [];

    /// <summary>Values of the role claim whose holders are administrators.</summary>
    public IReadOnlyList<string> Administrators { get; set; } = [];
}
