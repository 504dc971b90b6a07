using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Tests.SignIn;

/// <summary>Token mode on the real server: links, sessions, their cookies, and what nobody gets.</summary>
public sealed class SignInServerTests(TokenServer server) : IClassFixture<TokenServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Link_Used_OpensOneSessionOnceAndIsRecorded()
    {
        var link = await server.MakeAsync(CredentialKind.SignInLink, DashboardRole.Reviewer, "ann-once");
        using var first = server.Visit();
        using var second = server.Visit();

        using var used = await first.UseLinkAsync(link);
        using var again = await second.UseLinkAsync(link);

        Assert.Equal((HttpStatusCode.Found, "/"), (used.StatusCode, used.Headers.Location?.OriginalString));
        Assert.Contains("ann-once", await first.ReadAsync("/"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Found, "/sign-in?why=refused"), (again.StatusCode, again.Headers.Location?.OriginalString));
        Assert.False(second.HasSession);
        Assert.Contains("This link opens nothing", await second.ReadAsync("/sign-in?why=refused"), StringComparison.Ordinal);
        var recorded = Assert.Single(await server.RecordedAsync(ActivityKind.SignIn), entry => entry.Actor == "ann-once");
        Assert.Equal(("Signed in as reviewer.", "127.0.0.1"), (recorded.Text, recorded.Address));
    }

    /// <summary>Of many browsers that use one link at the same moment, one gets a session.</summary>
    [Fact]
    public async Task Link_UsedByManyAtOnce_SignsOneIn()
    {
        await using var other = new TokenServer(); // where nobody else has a session
        var link = await other.MakeAsync(CredentialKind.SignInLink);
        var visitors = Enumerable.Range(0, 12).Select(_ => other.Visit()).ToList();
        var forms = await Task.WhenAll(visitors.Select(visitor => visitor.FormTokenAsync()));

        var answers = await Task.WhenAll(visitors.Zip(forms, (visitor, form) => visitor.PostAsync(SignInPaths.Use, ("__RequestVerificationToken", form), ("link", link))));

        Assert.Equal(1, answers.Count(answer => answer.Headers.Location?.OriginalString == "/"));
        Assert.Equal(11, answers.Count(answer => answer.Headers.Location?.OriginalString == "/sign-in?why=refused"));
        Assert.Single(visitors, visitor => visitor.HasSession);
        Assert.Single(await other.Credentials.GetAsync(Token), credential => credential.Kind == CredentialKind.Session);
        visitors.ForEach(visitor => visitor.Dispose());
        Array.ForEach(answers, answer => answer.Dispose());
    }

    /// <summary>Programs that fetch links of chats for a preview send a GET; it must not use the link up, and no server sees what stands behind a #.</summary>
    [Fact]
    public async Task Link_LookedAtOnly_IsNotUsedUp()
    {
        var link = await server.MakeAsync(CredentialKind.SignInLink, name: "preview");
        using var preview = server.Visit();
        using (await preview.GetAsync($"/sign-in?link={link}"))
        using (await preview.GetAsync(SignInPaths.Use))
        {
        }

        using var visitor = server.Visit();
        using var used = await visitor.UseLinkAsync(SignInPaths.LinkOf(server.Start(), link));

        Assert.False(preview.HasSession);
        Assert.Equal("/", used.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Link_Expired_IsRefused()
    {
        await using var other = new TokenServer();
        var link = await other.MakeAsync(CredentialKind.SignInLink, lifetime: TimeSpan.FromMinutes(15));
        using var visitor = other.Visit();
        other.Clock.Ahead = TimeSpan.FromMinutes(15);

        using var answer = await visitor.UseLinkAsync(link);

        Assert.Equal("/sign-in?why=refused", answer.Headers.Location?.OriginalString);
        Assert.False(visitor.HasSession);
        Assert.Contains("unknown, used, revoked or expired", Assert.Single(await other.RecordedAsync(ActivityKind.Refused)).Text, StringComparison.Ordinal);
    }

    /// <summary>Each kind of secret opens its own door only.</summary>
    [Theory]
    [InlineData(CredentialKind.Session)]
    [InlineData(CredentialKind.ApiToken)]
    public async Task SignIn_BySecretOfAnotherKind_IsRefused(CredentialKind kind)
    {
        var secret = await server.MakeAsync(kind, DashboardRole.Administrator);
        using var visitor = server.Visit();

        using var answer = await visitor.UseLinkAsync(secret);

        Assert.Equal("/sign-in?why=refused", answer.Headers.Location?.OriginalString);
        Assert.False(visitor.HasSession);
    }

    [Fact]
    public async Task SignIn_WithoutOurForm_IsRefusedAndTheLinkKept()
    {
        var link = await server.MakeAsync(CredentialKind.SignInLink, name: "form");
        using var visitor = server.Visit();

        using var answer = await visitor.PostAsync(SignInPaths.Use, ("link", link));
        using var json = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Post, SignInPaths.Use) { Content = new StringContent($"{{\"link\":\"{link}\"}}", null, "application/json") });
        using var used = await visitor.UseLinkAsync(link);

        Assert.Equal("/sign-in?why=stale", answer.Headers.Location?.OriginalString);
        Assert.Equal("/sign-in?why=stale", json.Headers.Location?.OriginalString);
        Assert.Equal("/", used.Headers.Location?.OriginalString);
    }

    /// <summary>Another page must neither sign somebody in as somebody else, nor out.</summary>
    [Theory]
    [InlineData(SignInPaths.Use)]
    [InlineData(SignInPaths.SignOut)]
    public async Task Form_OfAnotherSite_Is403(string path)
    {
        using var visitor = await server.SignInAsync(DashboardRole.Viewer);
        visitor.Origin = "https://evil.example";

        using var answer = await visitor.PostAsync(path, ("__RequestVerificationToken", await visitor.FormTokenAsync("/")), ("link", "x"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        await visitor.ReadAsync("/queries"); // still signed in
    }

    [Fact]
    public async Task Cookie_OverPlainHttp_IsHttpOnlyLaxAndOfThisHostAlone()
    {
        using var visitor = await server.SignInAsync(DashboardRole.Viewer);

        var parts = visitor.SessionCookieSet!.Split("; "); // set: the visitor is signed in
        Assert.StartsWith("AuditDashboard=", parts[0], StringComparison.Ordinal);
        Assert.Equal(["expires", "httponly", "path=/", "samesite=lax"], parts.Skip(1).Select(p => p.StartsWith("expires", StringComparison.Ordinal) ? "expires" : p).Order());
    }

    [Fact]
    public async Task Cookie_WherePublicUrlIsHttps_IsSecureAndOfTheHostPrefix()
    {
        await using var other = new TokenServer(("PublicUrl", "https://audit.example.com"));
        var link = await other.MakeAsync(CredentialKind.SignInLink);
        using var visitor = other.Visit();
        (visitor.Host, visitor.Origin) = ("audit.example.com", "https://audit.example.com");

        using var answer = await visitor.UseLinkAsync(link);

        var parts = visitor.SessionCookieSet!.Split("; "); // set: the visitor is signed in
        Assert.StartsWith("__Host-AuditDashboard=", parts[0], StringComparison.Ordinal);
        Assert.Equal(["expires", "httponly", "path=/", "samesite=lax", "secure"], parts.Skip(1).Select(p => p.StartsWith("expires", StringComparison.Ordinal) ? "expires" : p).Order());
        Assert.All(visitor.CookiesSet, cookie => Assert.Contains("; secure", cookie, StringComparison.Ordinal));
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
        await visitor.ReadAsync("/queries");
    }

    /// <summary>The cookie's text is that of no secret: who has the database has no session.</summary>
    [Fact]
    public async Task Cookie_OfAnotherInstallation_OpensNothing()
    {
        await using var other = new TokenServer();
        using var there = await other.SignInAsync(DashboardRole.Administrator);
        using var here = server.Visit();
        foreach (var (name, value) in there.Cookies)
        {
            here.Cookies[name] = value;
        }

        using var answer = await here.GetAsync("/");

        Assert.Equal((HttpStatusCode.Found, "/sign-in"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Cookie_ChangedAnywhere_OpensNothing()
    {
        using var visitor = await server.SignInAsync(DashboardRole.Viewer);
        var cookie = visitor.Cookies["AuditDashboard"];
        var random = new Random(7);
        for (var i = 0; i < 40; i++)
        {
            var at = random.Next(cookie.Length - 4); // the last character has bits that do not count
            var other = cookie[at] == 'A' ? 'B' : 'A';
            visitor.Cookies["AuditDashboard"] = cookie[..at] + other + cookie[(at + 1)..];

            using var answer = await visitor.GetAsync("/queries");

            Assert.True(answer.StatusCode == HttpStatusCode.Found, $"Character {at}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Session_AfterItsTime_IsOver()
    {
        await using var other = new TokenServer(("SignIn:SessionLifetime", "1h"));
        using var visitor = await other.SignInAsync(DashboardRole.Viewer);
        other.Clock.Ahead = TimeSpan.FromMinutes(59);
        await visitor.ReadAsync("/queries"); // does not make it longer
        other.Clock.Ahead = TimeSpan.FromMinutes(61);

        using var answer = await visitor.GetAsync("/queries");

        Assert.Equal((HttpStatusCode.Found, "/sign-in?return=%2Fqueries"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Session_Revoked_IsOverAtTheNextRequest()
    {
        using var visitor = await server.SignInAsync(DashboardRole.Viewer, "revoked");
        await visitor.ReadAsync("/queries");
        await server.Credentials.RevokeAllAsync("revoked", Token);

        using var answer = await visitor.GetAsync("/queries");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.False(visitor.HasSession); // the useless cookie is taken back
    }

    [Fact]
    public async Task SignIn_Again_EndsTheSessionThatWas()
    {
        using var visitor = await server.SignInAsync(DashboardRole.Administrator, "before");
        var old = visitor.Cookies["AuditDashboard"];

        using var answer = await visitor.UseLinkAsync(await server.MakeAsync(CredentialKind.SignInLink, DashboardRole.Viewer, "after"));

        Assert.Contains("after", await visitor.ReadAsync("/"), StringComparison.Ordinal);
        visitor.Cookies["AuditDashboard"] = old;
        using var refused = await visitor.GetAsync("/");
        Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
        Assert.Contains(await server.RecordedAsync(ActivityKind.SignOut), entry => entry.Actor == "before");
    }

    [Fact]
    public async Task SignOut_ByTheFormOfAPage_EndsTheSessionForGood()
    {
        using var visitor = await server.SignInAsync(DashboardRole.Viewer, "leaver");
        var cookie = visitor.Cookies["AuditDashboard"];

        using var answer = await visitor.PostAsync(SignInPaths.SignOut, ("__RequestVerificationToken", await visitor.FormTokenAsync("/")));

        Assert.Equal("/sign-in?why=out", answer.Headers.Location?.OriginalString);
        Assert.False(visitor.HasSession);
        visitor.Cookies["AuditDashboard"] = cookie; // a copy that somebody kept
        using var replayed = await visitor.GetAsync("/");
        Assert.Equal(HttpStatusCode.Found, replayed.StatusCode);
        Assert.Single(await server.RecordedAsync(ActivityKind.SignOut), entry => entry.Actor == "leaver");
    }

    [Fact]
    public async Task SignOut_WithoutOurFormOrByALink_ChangesNothing()
    {
        using var visitor = await server.SignInAsync(DashboardRole.Viewer);
        using var other = await server.SignInAsync(DashboardRole.Viewer);

        using var bare = await visitor.PostAsync(SignInPaths.SignOut);
        using var stolen = await visitor.PostAsync(SignInPaths.SignOut, ("__RequestVerificationToken", await other.FormTokenAsync("/")));
        using var link = await visitor.GetAsync(SignInPaths.SignOut);

        Assert.Equal("/sign-in?why=stale", bare.Headers.Location?.OriginalString);
        Assert.Equal("/sign-in?why=stale", stolen.Headers.Location?.OriginalString);
        Assert.False(link.IsSuccessStatusCode);
        await visitor.ReadAsync("/queries");
    }

    [Theory]
    [InlineData("/", "/sign-in")]
    [InlineData("/changes?cluster=prod&range=7d", "/sign-in?return=%2Fchanges%3Fcluster%3Dprod%26range%3D7d")]
    [InlineData("/jobs/recurring", "/sign-in?return=%2Fjobs%2Frecurring")]
    [InlineData("/no/such/page", "/sign-in?return=%2Fno%2Fsuch%2Fpage")]
    public async Task Page_AskedByNobody_LeadsToSignIn(string path, string expected)
    {
        using var visitor = server.Visit();

        using var answer = await visitor.GetAsync(path);

        Assert.Equal((HttpStatusCode.Found, expected), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("GET", "/api/v1/events")]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("POST", "/api/v1/events")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("POST", "/jobs/recurring/trigger")]
    [InlineData("DELETE", "/anything")]
    public async Task Program_AskedByNobody_Is401WithAProblem(string method, string path)
    {
        using var visitor = server.Visit();

        using var answer = await visitor.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    /// <summary>The page that anybody gets holds no word of what is collected, and only what it needs.</summary>
    [Fact]
    public async Task SignInPage_AskedByNobody_ShowsNothingElse()
    {
        using var visitor = server.Visit();

        var page = await visitor.ReadAsync("/sign-in?return=/changes");

        Assert.DoesNotContain("demo", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("blazor.web.js", page, StringComparison.Ordinal);
        Assert.Contains("name=\"return\" value=\"/changes\"", page, StringComparison.Ordinal);
        foreach (var asset in Regex.Matches(page, "(?:href|src)=\"([^\"#]+\\.(?:css|js))\"").Select(match => "/" + match.Groups[1].Value.TrimStart('/')))
        {
            await visitor.ReadAsync(asset);
        }
    }

    [Theory]
    [InlineData("/changes?cluster=a%26b", "/changes?cluster=a%26b")]
    [InlineData("//evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("/\\evil.example", "/")]
    public async Task SignIn_ReturnAddress_StaysHere(string goTo, string expected)
    {
        using var visitor = server.Visit();

        using var answer = await visitor.UseLinkAsync(await server.MakeAsync(CredentialKind.SignInLink), goTo);

        Assert.Equal(expected, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Circuit_ByWebSocket_IsForWhoIsSignedIn()
    {
        using var visitor = await server.SignInAsync(DashboardRole.Viewer);

        Assert.Equal(HttpStatusCode.Unauthorized, await ConnectAsync(cookies: null, server.Start()));
        Assert.Equal(HttpStatusCode.Forbidden, await ConnectAsync(visitor.Cookies, "https://evil.example"));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(visitor.Cookies, server.Start()));
    }

    /// <summary>What somebody is told who asks too often; others, and who is signed in, are answered all the same.</summary>
    [Fact]
    public async Task Attempts_TooMany_Are429ForAWhile()
    {
        const int Limit = 20;
        await using var other = new TokenServer(("SignIn:AttemptsPerMinute", "20"));
        using var signedIn = await other.SignInAsync(DashboardRole.Viewer);
        using var guesser = other.Visit();
        var form = await guesser.FormTokenAsync();
        var refused = 0;
        HttpResponseMessage answer;
        while (true)
        {
            answer = await guesser.PostAsync(SignInPaths.Use, ("__RequestVerificationToken", form), ("link", new string('A', CredentialSecret.Length)));
            if (answer.StatusCode == HttpStatusCode.TooManyRequests || ++refused > 10 * Limit)
            {
                break;
            }

            Assert.Equal("/sign-in?why=refused", answer.Headers.Location?.OriginalString);
            answer.Dispose();
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), answer.Headers.RetryAfter?.Delta);
        Assert.True(refused >= Limit - 1, $"Only {refused} attempts were let through.");
        answer.Dispose();
        await signedIn.ReadAsync("/queries");
        Assert.NotEmpty(await other.RecordedAsync(ActivityKind.Refused));
    }

    [Fact]
    public async Task Host_OfAnotherName_Is400_AndAProxyIsAnswered()
    {
        using var visitor = server.Visit();
        visitor.Host = "rebound.evil.example";
        using var foreign = await visitor.GetAsync("/sign-in");
        visitor.Host = null;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var proxied = await visitor.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.OK, proxied.StatusCode);
        Assert.All(visitor.CookiesSet, cookie => Assert.DoesNotContain("secure", cookie, StringComparison.Ordinal)); // the header is believed by nobody
    }

    [Fact]
    public async Task Role_ThatDoesNotAllowIt_IsSaidAndRecorded()
    {
        using var visitor = await server.SignInAsync(DashboardRole.Reviewer, "curious");

        using var page = await visitor.GetAsync("/activity");
        using var api = await visitor.GetAsync("/api/v1/activity");
        using var told = await visitor.GetAsync(SignInPaths.NotAllowed);

        Assert.Equal((HttpStatusCode.Found, SignInPaths.NotAllowed), (page.StatusCode, page.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);
        Assert.Equal("Your role does not allow this.", JsonDocument.Parse(await api.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("detail").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, told.StatusCode);
        Assert.Contains("Your role does not allow this page.", await told.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Contains(await server.RecordedAsync(ActivityKind.Refused), entry => entry.Actor == "curious" && entry.Text.StartsWith("Asked for /", StringComparison.Ordinal));
    }

    private async Task<HttpStatusCode> ConnectAsync(Dictionary<string, string>? cookies, string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", origin);
        if (cookies is not null)
        {
            socket.Options.SetRequestHeader("Cookie", string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        try
        {
            await socket.ConnectAsync(new Uri(server.Start().Replace("http:", "ws:", StringComparison.Ordinal) + "/_blazor"), Token);
        }
        catch (WebSocketException)
        {
            // What was answered is in the status.
        }

        return socket.HttpStatusCode;
    }
}
