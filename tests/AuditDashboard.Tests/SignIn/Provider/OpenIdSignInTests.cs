using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Tests.SignIn.Provider;

/// <summary>OpenID Connect with a provider that is not of our own making, OpenIddict, as a process of its own. Broken tokens, which it does not make, are <see cref="ProviderSignInTests"/>'.</summary>
public sealed class OpenIdSignInTests(OpenIdServer server) : IClassFixture<OpenIdServer>
{
    private static readonly Dictionary<string, Func<Uri, Uri>> BrokenBacks = new(StringComparer.Ordinal)
    {
        ["without a code"] = back => OpenIdServer.With(back, "code", null),
        ["with an empty code"] = back => OpenIdServer.With(back, "code", ""),
        ["with a changed code"] = back => OpenIdServer.With(back, "code", Flipped(HttpUtility.ParseQueryString(back.Query)["code"]!)),
        ["with a code that is cut off"] = back => OpenIdServer.With(back, "code", HttpUtility.ParseQueryString(back.Query)["code"]![..^4]),
        ["without a state"] = back => OpenIdServer.With(back, "state", null),
        ["with a changed state"] = back => OpenIdServer.With(back, "state", Flipped(HttpUtility.ParseQueryString(back.Query)["state"]!)),
        ["with an error beside the code"] = back => OpenIdServer.With(back, "error", "access_denied"),
    };

    public static TheoryData<string> Broken => [.. BrokenBacks.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ann", "x,security", DashboardRole.Administrator)]
    [InlineData("bob", "everybody", DashboardRole.Viewer)]
    public async Task Person_OfTheProvider_IsSignedIn(string who, string groups, DashboardRole role)
    {
        using var visitor = server.Visit();
        var back = await OpenIdServer.GoAsync(visitor, who, groups);

        using var answer = await visitor.GetAsync(back.PathAndQuery);

        Assert.Equal((HttpStatusCode.Found, "/queries"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{server.Provider.Url}/\nsubject of {who}")))[..12];
        var session = Assert.Single(await server.Credentials.GetAsync(Token), c => c.Name == $"{who} #{mark}");
        Assert.Equal((CredentialKind.Session, role), (session.Kind, session.Role));
        Assert.Contains($"{who} #{mark}", await visitor.ReadAsync("/queries"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task WayBack_ThatIsBroken_SignsNobodyIn(string kind)
    {
        using var visitor = server.Visit();
        var back = await OpenIdServer.GoAsync(visitor, "mallory", "security");

        using var answer = await visitor.GetAsync(BrokenBacks[kind](back).PathAndQuery);

        await AssertNobodyAsync(visitor, answer, "provider");
    }

    [Fact]
    public async Task Person_WhoRefuses_IsNotSignedIn()
    {
        using var visitor = server.Visit();
        var back = await OpenIdServer.GoAsync(visitor, "", "security");

        using var answer = await visitor.GetAsync(back.PathAndQuery);

        Assert.Equal("access_denied", HttpUtility.ParseQueryString(back.Query)["error"]);
        await AssertNobodyAsync(visitor, answer, "provider");
    }

    [Fact]
    public async Task Person_OfNoGroupThatHasARole_IsNotSignedIn()
    {
        using var visitor = server.Visit();
        var back = await OpenIdServer.GoAsync(visitor, "carl", "Security,everybodyx");

        using var answer = await visitor.GetAsync(back.PathAndQuery);

        await AssertNobodyAsync(visitor, answer, "role");
    }

    /// <summary>The code is of the browser that asked: neither its state nor its verifier is with another.</summary>
    [Fact]
    public async Task WayBack_OfAnotherBrowser_SignsNobodyIn()
    {
        using var mallory = server.Visit();
        using var victim = server.Visit();
        var theirs = await OpenIdServer.GoAsync(mallory, "mallory", "security");
        var own = await OpenIdServer.GoAsync(victim, "vic", "everybody");

        using var forced = await victim.GetAsync(theirs.PathAndQuery);
        await AssertNobodyAsync(victim, forced, "provider");

        // Another's code with the own state: the provider asks for the verifier that its code was given for.
        using var mixed = await victim.GetAsync(OpenIdServer.With(own, "code", HttpUtility.ParseQueryString(theirs.Query)["code"]).PathAndQuery);
        await AssertNobodyAsync(victim, mixed, "provider");
    }

    [Fact]
    public async Task Code_UsedAgain_SignsNobodyIn()
    {
        using var visitor = server.Visit();
        var back = await OpenIdServer.GoAsync(visitor, "dora", "everybody");
        using var copy = server.Visit();
        foreach (var (name, value) in visitor.Cookies)
        {
            copy.Cookies[name] = value; // a copy of all that the browser had
        }

        using var first = await visitor.GetAsync(back.PathAndQuery);
        using var second = await copy.GetAsync(back.PathAndQuery);

        Assert.True(visitor.HasSession);
        await AssertNobodyAsync(copy, second, "provider");
    }

    /// <summary>The provider takes a code with the verifier of the challenge alone, and knows nothing of a challenge that is left out.</summary>
    [Theory]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    [InlineData("nonce", "638000000000000000.bm9uY2U")]
    [InlineData("nonce", null)]
    public async Task Request_ChangedOnTheWay_SignsNobodyIn(string parameter, string? value)
    {
        using var visitor = server.Visit();
        var back = await OpenIdServer.GoAsync(visitor, "mallory", "security", asked => OpenIdServer.With(asked, parameter, value));

        using var answer = await visitor.GetAsync(back.PathAndQuery);

        await AssertNobodyAsync(visitor, answer, "provider");
    }

    [Theory]
    [InlineData("redirect_uri", "http://127.0.0.1:9/elsewhere")]
    [InlineData("client_id", "another")]
    [InlineData("code_challenge", null)]
    [InlineData("response_type", "token")]
    public async Task Request_ThatTheProviderDoesNotTake_LeadsNowhere(string parameter, string? value)
    {
        using var visitor = server.Visit();
        var asked = new Uri((await ProviderServer.AskAsync(visitor, "/queries")) + "&who=mallory&groups=security");
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var answer = await client.GetAsync(OpenIdServer.With(asked, parameter, value), Token);

        if (answer.Headers.Location is { } back)
        {
            Assert.StartsWith(server.Start() + SignInPaths.Back, back.OriginalString, StringComparison.Ordinal);
            using var refused = await visitor.GetAsync(back.PathAndQuery);
            await AssertNobodyAsync(visitor, refused, "provider");
        }
        else
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.False(visitor.HasSession);
    }

    [Fact]
    public async Task Secret_ThatIsWrong_SignsNobodyIn()
    {
        await using var other = new OpenIdServer(("SignIn:OpenIdConnect:ClientSecret", "another secret"));
        await other.InitializeAsync();
        using var visitor = other.Visit();
        var back = await OpenIdServer.GoAsync(visitor, "ann", "security");

        using var answer = await visitor.GetAsync(back.PathAndQuery);

        Assert.Equal("/sign-in?return=%2Fqueries&why=provider", answer.Headers.Location?.OriginalString);
        Assert.False(visitor.HasSession);
    }

    [Fact]
    public async Task SignOut_LeadsThroughTheProviderAndBack()
    {
        using var visitor = server.Visit();
        using var signedIn = await visitor.GetAsync((await OpenIdServer.GoAsync(visitor, "leaver", "everybody")).PathAndQuery);
        using var left = await visitor.PostAsync(SignInPaths.SignOut, ("__RequestVerificationToken", await visitor.FormTokenAsync("/")));
        using var leave = await visitor.GetAsync(SignInPaths.Leave);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var atProvider = await client.GetAsync(leave.Headers.Location, Token);

        Assert.Equal("/sign-in?why=out", left.Headers.Location?.OriginalString);
        Assert.Equal(server.Start() + "/sign-in?why=out", atProvider.Headers.Location?.OriginalString);
        using var page = await visitor.GetAsync("/queries");
        Assert.Equal(HttpStatusCode.Found, page.StatusCode);
    }

    /// <summary>A provider that comes back with new keys, as after a rotation, is believed again; what it signed with others never.</summary>
    [Fact]
    public async Task Provider_WithNewKeys_SignsPeopleInAgain()
    {
        await using var other = new OpenIdServer();
        await other.InitializeAsync();
        using var visitor = other.Visit();
        using var before = await visitor.GetAsync((await OpenIdServer.GoAsync(visitor, "ann", "security")).PathAndQuery);
        Assert.True(visitor.HasSession);
        var address = other.Provider.Url;
        other.Provider.Dispose();
        other.Provider = await OpenIdProcess.StartAsync(address);
        await other.Provider.RegisterAsync(other.Start());
        using var later = other.Visit();

        // The first that comes with the new key makes the dashboard ask for it; keys are asked for once in five minutes at most, so the clock may have to go on.
        var tries = 0;
        do
        {
            using var answer = await later.GetAsync((await OpenIdServer.GoAsync(later, "ben", "everybody")).PathAndQuery);
        }
        while (!later.HasSession && ++tries < 3);

        Assert.True(later.HasSession);
    }

    private static string Flipped(string text)
    {
        var at = text.Length / 2;
        return text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..];
    }

    private async Task AssertNobodyAsync(Visitor visitor, HttpResponseMessage answer, string why)
    {
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var location = new Uri(new Uri(server.Start()), answer.Headers.Location!); // a redirect has one
        Assert.Equal((SignInPaths.SignIn, why), (location.AbsolutePath, HttpUtility.ParseQueryString(location.Query)["why"]));
        Assert.False(visitor.HasSession);
        using var page = await visitor.GetAsync("/queries");
        Assert.Equal(HttpStatusCode.Found, page.StatusCode);
        Assert.NotEmpty(await server.RecordedAsync(ActivityKind.Refused));
    }
}
