namespace AuditDashboard.SignIn;

/// <summary>Who may look at the dashboard.</summary>
public enum SignInMode
{
    /// <summary>Whoever sits at this machine; the server answers on loopback addresses only.</summary>
    Loopback,

    /// <summary>Who has used a sign-in link, or calls the API with a token; the server answers on any address.</summary>
    Token,

    /// <summary>Whom an OpenID Connect provider signs in, by the roles that the settings give to its groups; links and tokens open it too.</summary>
    OpenIdConnect,

    /// <summary>Whom a proxy in front names in a header, if its connection comes from a listed address; links and tokens open it too.</summary>
    ProxyHeader,
}
