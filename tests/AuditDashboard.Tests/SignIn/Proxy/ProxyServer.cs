namespace AuditDashboard.Tests.SignIn.Proxy;

/// <summary>The real program in the mode in which a proxy says who people are. The tests' own address is the listed proxy, or is not.</summary>
public sealed class ProxyServer : TokenServer
{
    /// <summary>Everything that comes from this machine comes from the proxy.</summary>
    public ProxyServer()
        : this("127.0.0.0/8", "::1")
    {
    }

    internal ProxyServer(params string[] proxies)
        : base(
        [
            ("SignIn:Mode", "ProxyHeader"), ("PublicUrl", "https://audit.example.com"), ("SignIn:ProxyHeader:Viewers:0", "everybody"), ("SignIn:ProxyHeader:Reviewers:0", "auditors"),
            ("SignIn:ProxyHeader:Administrators:0", "security"), ("SignIn:Grants:0:Group", "pay"), ("SignIn:Grants:0:Role", "reviewer"), ("SignIn:Grants:0:Clusters:0", "pay-prod"),
            .. proxies.Select((proxy, i) => ($"SignIn:ProxyHeader:Proxies:{i}", proxy)),
        ])
    {
    }

    /// <summary>Asks with these headers, each line as it stands.</summary>
    internal static Task<HttpResponseMessage> AskAsync(Visitor visitor, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return visitor.SendAsync(request);
    }
}
