namespace AuditDashboard.SignIn.Proxy;

/// <summary>Settings under <c>SignIn:ProxyHeader</c>: which proxies are believed when they say who somebody is, and which of their groups may do what.</summary>
public sealed class ProxyOptions
{
    /// <summary>Addresses and networks (CIDR) whose connections are believed. Default none: the mode does not start without.</summary>
    public ProxyPeers Proxies { get; set; } = ProxyPeers.None;

    /// <summary>The request header with the person's name. Default <c>X-Forwarded-User</c>.</summary>
    public string UserHeader { get; set; } = "X-Forwarded-User";

    /// <summary>The request header with the person's groups, with commas between; it may come several times. Default <c>X-Forwarded-Groups</c>.</summary>
    public string GroupsHeader { get; set; } = "X-Forwarded-Groups";

    /// <summary>The proxy's own path that signs people out there, such as <c>/oauth2/sign_out</c>; empty if it has none. Default empty.</summary>
    public string SignOutPath { get; set; } = "";

    /// <summary>Groups whose people are viewers.</summary>
    public IReadOnlyList<string> Viewers { get; set; } = [];

    /// <summary>Groups whose people are reviewers.</summary>
    public IReadOnlyList<string> Reviewers { get; set; } = [];

    /// <summary>Groups whose people are administrators.</summary>
    public IReadOnlyList<string> Administrators { get; set; } = [];
}
