using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Http;

namespace AuditDashboard.Tests.SignIn.Provider;

/// <summary>OpenID Connect mode on the real server, with a provider that speaks the protocol over HTTP.</summary>
public sealed class ProviderSignInTests(ProviderServer server) : IClassFixture<ProviderServer>
{
    private static readonly Dictionary<string, Func<TestProvider, JsonObject, string>> BrokenTokens = new(StringComparer.Ordinal)
    {
        ["signed by another key of the same name"] = (_, payload) =>
        {
            using var other = RSA.Create(2048);
            return TestProvider.Sign(payload, other);
        },
        ["signed by a key that is not published"] = (_, payload) =>
        {
            using var other = RSA.Create(2048);
            return TestProvider.Sign(payload, other, "k2");
        },
        ["not signed"] = (_, payload) => TestProvider.Unsigned(payload, "none", TestProvider.KeyId) + ".",
        ["signed by nothing, in RS256's name"] = (_, payload) => TestProvider.Unsigned(payload, "RS256", TestProvider.KeyId) + ".",
        ["signed with the client's secret"] = (_, payload) => TestProvider.SignSymmetric(payload, Encoding.UTF8.GetBytes(TestProvider.ClientSecret)),
        ["signed with the public key as a secret"] = (provider, payload) => TestProvider.SignSymmetric(payload, provider.Key.ExportSubjectPublicKeyInfo()),
        ["changed after it was signed"] = (provider, payload) =>
        {
            var parts = TestProvider.Sign(payload, provider.Key).Split('.');
            payload["groups"] = new JsonArray("security", "everybody");
            return string.Join('.', TestProvider.Unsigned(payload, "RS256", TestProvider.KeyId), parts[2]);
        },
        ["of another issuer"] = Bent("iss", "https://login.evil.example"),
        ["of an issuer whose name goes on"] = (provider, payload) => Signed(provider, payload, "iss", provider.Issuer + ".evil.example"),
        ["for another client"] = Bent("aud", "another-app"),
        ["for nobody"] = Bent("aud", null),
        ["given to another client for us"] = Bent("azp", "another-app"),
        ["expired"] = Bent("exp", TimeProvider.System.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds()),
        ["without an end"] = Bent("exp", null),
        ["not valid yet"] = Bent("nbf", TimeProvider.System.GetUtcNow().AddMinutes(30).ToUnixTimeSeconds()),
        ["with the nonce of another sign-in"] = Bent("nonce", "638000000000000000.bm9uY2U"),
        ["without a nonce"] = Bent("nonce", null),
        ["without a subject"] = Bent("sub", null),
        ["with a blank subject"] = Bent("sub", " "),
        ["with the hash of another access token"] = Bent("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
        ["no token at all"] = (_, _) => "not.a.token",
        ["empty"] = (_, _) => "",
    };

    public static TheoryData<string> Broken => [.. BrokenTokens.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("everybody", DashboardRole.Viewer)]
    [InlineData("auditors", DashboardRole.Reviewer)]
    [InlineData("security", DashboardRole.Administrator)]
    public async Task Provider_SaysWhoItIs_OpensASessionOfTheRoleOfTheGroup(string group, DashboardRole role)
    {
        using var visitor = server.Visit();

        using var answer = await server.SignInAsync(visitor, Claims("ann-" + group, "everybody", group), goTo: "/queries?cluster=demo");

        Assert.Equal((HttpStatusCode.Found, "/queries?cluster=demo"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Contains($"ann-{group} #", await visitor.ReadAsync("/queries"), StringComparison.Ordinal);
        using var board = await visitor.GetAsync("/activity");
        Assert.Equal(role == DashboardRole.Administrator ? HttpStatusCode.OK : HttpStatusCode.Found, board.StatusCode);
        var entry = Assert.Single(await server.RecordedAsync(ActivityKind.SignIn), e => e.Actor.StartsWith($"ann-{group} #", StringComparison.Ordinal));
        Assert.Equal($"Signed in by the provider as {RoleWords.Of(role)}.", entry.Text);
        var session = Assert.Single(await server.Credentials.GetAsync(Token), c => c.Name == entry.Actor);
        Assert.Equal((CredentialKind.Session, role), (session.Kind, session.Role));
    }

    /// <summary>The session is ours: it ends by sign-out, and by being revoked, like any other.</summary>
    [Fact]
    public async Task Session_ByTheProvider_EndsBySignOut()
    {
        using var visitor = server.Visit();
        using var answer = await server.SignInAsync(visitor, Claims("leaver", "everybody"));
        var cookie = visitor.Cookies["AuditDashboard"];

        using var left = await visitor.PostAsync(SignInPaths.SignOut, ("__RequestVerificationToken", await visitor.FormTokenAsync("/")));

        Assert.Equal("/sign-in?why=out", left.Headers.Location?.OriginalString);
        visitor.Cookies["AuditDashboard"] = cookie; // a copy that somebody kept
        using var replayed = await visitor.GetAsync("/");
        Assert.Equal(HttpStatusCode.Found, replayed.StatusCode);
    }

    [Fact]
    public async Task Session_Another_EndsTheOneThatWas()
    {
        using var visitor = server.Visit();
        using var first = await server.SignInAsync(visitor, Claims("twice-before", "security"));
        var old = visitor.Cookies["AuditDashboard"];

        using var second = await server.SignInAsync(visitor, Claims("twice-after", "everybody"));

        Assert.Contains("twice-after", await visitor.ReadAsync("/"), StringComparison.Ordinal);
        visitor.Cookies["AuditDashboard"] = old;
        using var refused = await visitor.GetAsync("/");
        Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
    }

    /// <summary>Whoever takes the name that somebody else has is not taken for them.</summary>
    [Fact]
    public async Task Name_OfSomebodyElse_IsAnotherPerson()
    {
        using var one = server.Visit();
        using var other = server.Visit();
        using var first = await server.SignInAsync(one, Claims("same-name", "everybody"));
        var claims = Claims("same-name", "everybody");
        claims["sub"] = "subject-2";
        using var second = await server.SignInAsync(other, claims);

        var names = (await server.RecordedAsync(ActivityKind.SignIn)).Select(e => e.Actor).Where(a => a.StartsWith("same-name #", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData]
    [InlineData("auditors ")]
    [InlineData("Auditors")]
    [InlineData("auditors,security")]
    [InlineData("")]
    public async Task Person_OfNoGroupThatHasARole_IsSaidAndRecorded(params string[] groups)
    {
        using var visitor = server.Visit();

        using var answer = await server.SignInAsync(visitor, Claims("nobody-in-particular", groups));

        Assert.Equal("/sign-in?why=role", answer.Headers.Location?.OriginalString);
        Assert.False(visitor.HasSession);
        Assert.Contains("have no role here", await visitor.ReadAsync("/sign-in?why=role"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Token_ThatIsBroken_SignsNobodyIn(string kind)
    {
        using var visitor = server.Visit();
        var bend = new TestProvider.Bend(Token: payload => BrokenTokens[kind](server.Provider, payload));

        using var answer = await server.SignInAsync(visitor, Claims("broken", "security"), bend, "/queries");

        await AssertRefusedAsync(visitor, answer);
    }

    [Fact]
    public async Task Answer_ThatIsBroken_SignsNobodyIn()
    {
        Func<IResult>[] answers =
        [
            () => Results.StatusCode(500),
            () => Results.Text("<html>busy</html>", "text/html"),
            () => Results.Text("{\"id_token\":", "application/json"),
            () => Results.Json(new { access_token = "a", token_type = "Bearer" }),
            () => Results.Json(new { error = "invalid_client" }, statusCode: 401),
            () => Results.Redirect("http://127.0.0.1:9/elsewhere"),
        ];
        foreach (var answer in answers)
        {
            using var visitor = server.Visit();

            using var got = await server.SignInAsync(visitor, Claims("broken", "security"), new TestProvider.Bend(Answer: answer));

            await AssertRefusedAsync(visitor, got);
        }
    }

    /// <summary>Whoever leads another's browser to the end of their own sign-in would have it act in their name.</summary>
    [Fact]
    public async Task Back_InAnotherBrowser_SignsNobodyIn()
    {
        using var mallory = server.Visit();
        using var victim = server.Visit();
        var (back, _) = server.Provider.Allow(await ProviderServer.AskAsync(mallory), Claims("mallory", "security"));

        using var answer = await victim.GetAsync(back);

        await AssertRefusedAsync(victim, answer);
    }

    [Fact]
    public async Task Back_WithAnotherState_SignsNobodyIn()
    {
        using var visitor = server.Visit();
        var asked = await ProviderServer.AskAsync(visitor);
        var state = HttpUtility.ParseQueryString(asked.Query)["state"]!; // every request has one
        var (back, code) = server.Provider.Allow(asked, Claims("state", "security"));
        var random = new Random(3);
        var at = random.Next(state.Length - 4);
        var bent = state[..at] + (state[at] == 'A' ? 'B' : 'A') + state[(at + 1)..];
        foreach (var path in new[] { $"{SignInPaths.Back}?code={code}", $"{SignInPaths.Back}?code={code}&state={bent}", $"{SignInPaths.Back}?code={code}&state=", SignInPaths.Back })
        {
            using var refused = await visitor.GetAsync(path);

            await AssertRefusedAsync(visitor, refused);
        }

        using var answer = await visitor.GetAsync(back);
        Assert.Equal("/", answer.Headers.Location?.OriginalString); // none of them used the code up
    }

    [Fact]
    public async Task Back_Again_SignsNobodyInTwice()
    {
        using var visitor = server.Visit();
        var (back, _) = server.Provider.Allow(await ProviderServer.AskAsync(visitor), Claims("again", "security"));
        var cookies = new Dictionary<string, string>(visitor.Cookies);
        using var first = await visitor.GetAsync(back);
        using var copy = server.Visit();
        foreach (var (name, value) in cookies)
        {
            copy.Cookies[name] = value;
        }

        using var second = await copy.GetAsync(back);

        Assert.True(visitor.HasSession);
        await AssertRefusedAsync(copy, second);
    }

    [Theory]
    [InlineData("error=access_denied&error_description=%3Cscript%3E")]
    [InlineData("code=guessed")]
    public async Task Back_WithoutACodeThatHolds_SignsNobodyIn(string query)
    {
        using var visitor = server.Visit();
        var asked = await ProviderServer.AskAsync(visitor);

        using var answer = await visitor.GetAsync($"{SignInPaths.Back}?{query}&state={Uri.EscapeDataString(HttpUtility.ParseQueryString(asked.Query)["state"]!)}");

        await AssertRefusedAsync(visitor, answer);
    }

    /// <summary>The verifier never leaves the server before the code comes back with this browser.</summary>
    [Fact]
    public async Task Start_AsksWithPkceAndNothingThatIsSecret()
    {
        using var visitor = server.Visit();

        var asked = await ProviderServer.AskAsync(visitor, "//evil.example");

        Assert.Equal(new Uri(server.Provider.Issuer).Authority, asked.Authority);
        var query = HttpUtility.ParseQueryString(asked.Query);
        Assert.Equal(server.Start() + SignInPaths.Back, query["redirect_uri"]);
        Assert.Equal("query", query["response_mode"] ?? "query");
        Assert.Null(query["client_secret"]);
        Assert.Null(query["code_verifier"]);
        Assert.All(visitor.CookiesSet, cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        });
        var (back, _) = server.Provider.Allow(asked, Claims("return", "everybody"));
        using var answer = await visitor.GetAsync(back);
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("a\u202Eb")]
    [InlineData("a\nb")]
    [InlineData("")]
    public async Task Name_ThatCannotBeShown_IsTheSubject(string name)
    {
        using var visitor = server.Visit();
        var claims = Claims(name, "everybody");
        claims["sub"] = "hidden-" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(name));

        using var answer = await server.SignInAsync(visitor, claims);

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
        Assert.Single(await server.RecordedAsync(ActivityKind.SignIn), e => e.Actor.StartsWith($"{claims["sub"]} #", StringComparison.Ordinal));
    }

    /// <summary>Links and tokens that are made on the server hold in this mode too: for scripts, and for when the provider is down.</summary>
    [Fact]
    public async Task Link_InThisMode_SignsIn()
    {
        using var visitor = await server.SignInAsync(DashboardRole.Administrator, "break-glass");

        Assert.Contains("break-glass", await visitor.ReadAsync("/activity"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_IsLedToThePageThatLeadsToTheProvider()
    {
        using var visitor = server.Visit();

        using var page = await visitor.GetAsync("/changes?range=7d");
        using var api = await visitor.GetAsync("/api/v1/events");
        var signIn = await visitor.ReadAsync(page.Headers.Location!.OriginalString); // asserted by the reading

        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.Contains("href=\"/sign-in/start?return=%2Fchanges%3Frange%3D7d\"", signIn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leave_LeadsToTheProvidersOwnSignOut()
    {
        using var visitor = server.Visit();

        using var answer = await visitor.GetAsync(SignInPaths.Leave);

        var query = HttpUtility.ParseQueryString(answer.Headers.Location!.Query); // asserted by what it holds
        Assert.Equal((TestProvider.ClientId, server.Start() + "/sign-in?why=out"), (query["client_id"], query["post_logout_redirect_uri"]));
    }

    [Theory]
    [InlineData("/signout-oidc")]
    [InlineData("/signout-callback-oidc")]
    [InlineData("/signin-oidc")]
    public async Task Addresses_OfTheLibrary_AreNotAnswered(string path)
    {
        using var visitor = server.Visit();
        using var signedIn = await server.SignInAsync(visitor, Claims("stays", "everybody"));

        using var answer = await visitor.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        await visitor.ReadAsync("/queries"); // still signed in
    }

    [Fact]
    public async Task UserInfo_GivesTheGroups_AndMustBeOfTheSamePerson()
    {
        await using var other = new ProviderServer(("SignIn:OpenIdConnect:ReadsUserInfo", "true"));
        await other.InitializeAsync();
        using var visitor = other.Visit();
        using var stranger = other.Visit();

        using var answer = await other.SignInAsync(visitor, Claims("info"), new TestProvider.Bend(UserInfo: """{"sub":"subject-1","groups":["x","auditors"]}"""));
        using var refused = await other.SignInAsync(stranger, Claims("info"), new TestProvider.Bend(UserInfo: """{"sub":"subject-2","groups":["security"]}"""));

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
        Assert.Contains(await other.Credentials.GetAsync(Token), c => c.Role == DashboardRole.Reviewer);
        Assert.Equal("/sign-in?why=provider", refused.Headers.Location?.OriginalString);
        Assert.False(stranger.HasSession);
    }

    [Fact]
    public async Task Provider_ThatIsDown_IsSaid_AndLinksStillWork()
    {
        await using var other = new ProviderServer();
        await other.InitializeAsync();
        other.Provider.IsUp = false;
        using var visitor = other.Visit();

        using var answer = await visitor.GetAsync(SignInPaths.StartOf("/queries"));

        Assert.Equal("/sign-in?return=%2Fqueries&why=unreachable", answer.Headers.Location?.OriginalString);
        Assert.Contains("cannot be reached", await visitor.ReadAsync("/sign-in?why=unreachable"), StringComparison.Ordinal);
        using var byLink = await other.SignInAsync(DashboardRole.Viewer);
        await byLink.ReadAsync("/queries");
    }

    [Fact]
    public async Task Cookies_WherePublicUrlIsHttps_AreSecure()
    {
        await using var other = new ProviderServer(("PublicUrl", "https://audit.example.com"));
        await other.InitializeAsync();
        using var visitor = other.Visit();
        (visitor.Host, visitor.Origin) = ("audit.example.com", "https://audit.example.com");

        var asked = await ProviderServer.AskAsync(visitor);
        var (back, _) = other.Provider.Allow(asked, Claims("secure", "everybody"));
        using var answer = await visitor.GetAsync(back);

        Assert.Equal("https://audit.example.com/sign-in/back", HttpUtility.ParseQueryString(asked.Query)["redirect_uri"]);
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
        Assert.All(visitor.CookiesSet, cookie => Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    private async Task AssertRefusedAsync(Visitor visitor, HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var location = new Uri(new Uri(server.Start()), answer.Headers.Location!); // a redirect has one
        Assert.Equal((SignInPaths.SignIn, "provider"), (location.AbsolutePath, HttpUtility.ParseQueryString(location.Query)["why"]));
        Assert.Equal(new Uri(server.Start()).Authority, location.Authority);
        Assert.False(visitor.HasSession);
        using var page = await visitor.GetAsync("/queries");
        Assert.Equal(HttpStatusCode.Found, page.StatusCode);
        Assert.NotEmpty(await server.RecordedAsync(ActivityKind.Refused));
    }

    private static Func<TestProvider, JsonObject, string> Bent(string claim, JsonNode? value) => (provider, payload) => Signed(provider, payload, claim, value);

    private static string Signed(TestProvider provider, JsonObject payload, string claim, JsonNode? value)
    {
        payload.Remove(claim);
        if (value is not null)
        {
            payload[claim] = value.DeepClone();
        }

        return TestProvider.Sign(payload, provider.Key);
    }

    internal static Dictionary<string, JsonNode?> Claims(string name, params string[] groups) => new(StringComparer.Ordinal)
    {
        ["preferred_username"] = name,
        ["groups"] = new JsonArray([.. groups.Select(g => JsonValue.Create(g))]),
    };
}
