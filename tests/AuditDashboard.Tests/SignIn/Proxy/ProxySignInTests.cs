using System.Net;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Tests.SignIn.Proxy;

/// <summary>Sign-in by a proxy's header on the real server: who is believed, and what.</summary>
public sealed class ProxySignInTests(ProxyServer server) : IClassFixture<ProxyServer>
{
    private const string User = "X-Forwarded-User";
    private const string Groups = "X-Forwarded-Groups";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ann@example.com", "security", HttpStatusCode.OK)]
    [InlineData("ben", "nosuch, auditors ,x", HttpStatusCode.Found)]
    [InlineData("Zoë", "everybody", HttpStatusCode.Found)]
    public async Task Person_OfAListedProxy_HasTheRoleOfTheGroups(string name, string groups, HttpStatusCode activity)
    {
        using var visitor = server.Visit();

        using var page = await ProxyServer.AskAsync(visitor, "/queries", (User, name), (Groups, groups));
        using var answer = await ProxyServer.AskAsync(visitor, "/activity", (User, name), (Groups, groups));
        using var api = await ProxyServer.AskAsync(visitor, "/api/v1/clusters", (User, name), (Groups, groups));

        Assert.Equal((HttpStatusCode.OK, activity, HttpStatusCode.OK), (page.StatusCode, answer.StatusCode, api.StatusCode));
        Assert.False(visitor.HasSession); // what the proxy says counts at each request, not a cookie
        Assert.Single(await server.RecordedAsync(ActivityKind.SignIn), e => e.Actor == name); // once, however often they ask
    }

    [Fact]
    public async Task Groups_OfSeveralLines_AllCount_AndGrantsLimit()
    {
        using var visitor = server.Visit();

        using var answer = await ProxyServer.AskAsync(visitor, "/queries", (User, "lines"), (Groups, "x,y"), (Groups, "everybody"));
        using var limited = await ProxyServer.AskAsync(visitor, "/queries", (User, "limited"), (Groups, "pay"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (answer.StatusCode, limited.StatusCode));
        var session = Assert.Single(await server.Credentials.GetAsync(Token), c => c.Name == "limited");
        Assert.Equal((DashboardRole.Reviewer, "[\"pay-prod\"]"), (session.Role, session.Clusters.ToText()));
    }

    /// <summary>What cannot be understood signs nobody in; also not whoever has a session by a link.</summary>
    [Theory]
    [InlineData("is empty", "")]
    [InlineData("is empty", "   ")]
    [InlineData("more than one person", "ann, ben")]
    [InlineData("more than one person", "ann", "security-chief")]
    [InlineData("characters that cannot be seen", "a\u202Eb")]
    [InlineData("a name that the dashboard uses itself", "local")]
    [InlineData("a name that the dashboard uses itself", "(command line)")]
    [InlineData("longer than 100 characters", "long")]
    public async Task Name_ThatCannotBeUnderstood_IsRefusedAndRecorded(string reason, params string[] names)
    {
        using var visitor = await server.SignInAsync(DashboardRole.Administrator, "by-link");
        var headers = names.Select(name => (User, name == "long" ? new string('n', 101) : name)).Append((Groups, "security")).ToArray();
        server.Clock.Ahead += TimeSpan.FromSeconds(2); // each refusal has a row of its own

        using var page = await ProxyServer.AskAsync(visitor, "/queries", headers);
        server.Clock.Ahead += TimeSpan.FromSeconds(2);
        using var api = await ProxyServer.AskAsync(visitor, "/api/v1/clusters", headers);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (page.StatusCode, api.StatusCode));
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType?.MediaType);
        Assert.Contains("gives no role here", await page.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Contains(reason, (await server.RecordedAsync(ActivityKind.Refused))[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("Security")]
    [InlineData("security;auditors")]
    [InlineData("securityx", "x security")]
    public async Task Person_OfNoGroupThatHasARole_IsRefusedAndRecorded(params string[] groups)
    {
        using var visitor = server.Visit();
        server.Clock.Ahead += TimeSpan.FromSeconds(2);

        using var answer = await ProxyServer.AskAsync(visitor, "/queries", [(User, "norole"), .. groups.Select(g => (Groups, g))]);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("The proxy's groups of 'norole' hold nothing that has a role here.", (await server.RecordedAsync(ActivityKind.Refused))[0].Text);
    }

    /// <summary>Whoever reaches the server without the proxy is nobody, whatever they write.</summary>
    [Fact]
    public async Task Header_OfAnAddressThatIsNotListed_IsRefusedEverywhereAndRecorded()
    {
        await using var other = new ProxyServer("192.0.2.1", "198.51.100.0/24");
        using var visitor = other.Visit();
        (string, string)[][] spoofs =
        [
            [(User, "ann"), (Groups, "security")],
            [(User, "ann"), (Groups, "security"), ("X-Forwarded-For", "192.0.2.1")],
            [(User, "ann"), (Groups, "security"), ("X-Forwarded-For", "127.0.0.1"), ("X-Real-IP", "192.0.2.1")],
            [(User, "ann"), (Groups, "security"), ("Forwarded", "for=192.0.2.1;host=audit.example.com;proto=https"), ("X-Original-For", "192.0.2.1")],
            [(User.ToLowerInvariant(), "ann"), (Groups.ToUpperInvariant(), "security"), ("X-Client-IP", "198.51.100.7"), ("X-Forwarded-Host", "audit.example.com")],
            [(Groups, "security")],
            [(User, "")],
        ];
        foreach (var spoof in spoofs)
        {
            foreach (var path in (string[])["/", "/queries", "/activity", "/sign-in", "/api/v1/clusters", "/jobs", "/app.css", "/healthz/live", "/_blazor/negotiate"])
            {
                using var answer = await ProxyServer.AskAsync(visitor, path, spoof);
                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{path}: {answer.StatusCode}");
                Assert.Contains("did not come through a proxy", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            }
        }

        var rows = await other.RecordedAsync(ActivityKind.Refused);
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal("127.0.0.1", row.Address)); // where it came from, not what it says
        Assert.All(rows, row => Assert.Contains("not in SignIn:ProxyHeader:Proxies", row.Text, StringComparison.Ordinal));
        Assert.Empty(await other.RecordedAsync(ActivityKind.SignIn));
        Assert.Empty(await other.Credentials.GetAsync(Token));

        // Without the header they are nobody; a link or a token made on the server holds.
        using var nobody = await ProxyServer.AskAsync(visitor, "/queries", ("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-Email", "ann"), ("X_Forwarded_User", "ann"));
        Assert.Equal("/sign-in?return=%2Fqueries", nobody.Headers.Location?.OriginalString);
        Assert.Contains("did not say who you are", await visitor.ReadAsync("/sign-in"), StringComparison.Ordinal);
        using var byLink = await other.SignInAsync(DashboardRole.Viewer);
        await byLink.ReadAsync("/queries");
    }

    /// <summary>The address of record stays the connection's, whatever a listed proxy passes on.</summary>
    [Fact]
    public async Task ForwardedHeaders_OfAListedProxy_ChangeNothing()
    {
        using var visitor = server.Visit();

        using var answer = await ProxyServer.AskAsync(
            visitor, "/queries", (User, "forwarded"), (Groups, "everybody"), ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "http"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Prefix", "/x"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("evil.example", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", Assert.Single(await server.RecordedAsync(ActivityKind.SignIn), e => e.Actor == "forwarded").Address);
    }

    /// <summary>What the proxy says next ends what was shown by what it said before: open pages hold the session that is revoked here.</summary>
    [Fact]
    public async Task Role_ThatTheProxyTakesAway_EndsTheSessionOfOpenPages()
    {
        using var visitor = server.Visit();
        using var before = await ProxyServer.AskAsync(visitor, "/activity", (User, "changing"), (Groups, "security"));
        var first = Assert.Single(await server.Credentials.GetAsync(Token), c => c.Name == "changing");

        using var after = await ProxyServer.AskAsync(visitor, "/activity", (User, "changing"), (Groups, "everybody"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Found), (before.StatusCode, after.StatusCode));
        var sessions = (await server.Credentials.GetAsync(Token)).Where(c => c.Name == "changing").ToDictionary(c => c.Id);
        Assert.NotNull(sessions[first.Id].RevokedAt);
        Assert.Equal((2, DashboardRole.Viewer), (sessions.Count, sessions.Values.Single(c => c.RevokedAt is null).Role));
    }

    [Fact]
    public async Task SignOut_LeadsToTheProxysOwn()
    {
        await using var other = new ProxyOutServer();
        using var visitor = other.Visit();
        (string, string)[] headers = [(User, "leaver"), (Groups, "everybody")];
        using var page = await ProxyServer.AskAsync(visitor, "/queries", headers);
        var form = System.Text.RegularExpressions.Regex.Match(await page.Content.ReadAsStringAsync(Token), "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out") { Content = new FormUrlEncodedContent([new("__RequestVerificationToken", form)]) };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await visitor.SendAsync(request);

        Assert.Equal("/oauth2/sign_out", answer.Headers.Location?.OriginalString);
        Assert.NotNull(Assert.Single(await other.Credentials.GetAsync(Token)).RevokedAt);
    }

    private sealed class ProxyOutServer() : TokenServer(
        ("SignIn:Mode", "ProxyHeader"), ("PublicUrl", "http://localhost:9"), ("SignIn:ProxyHeader:Proxies:0", "127.0.0.1"), ("SignIn:ProxyHeader:Viewers:0", "everybody"), ("SignIn:ProxyHeader:SignOutPath", "/oauth2/sign_out"));
}
