using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Tests.SignIn.Provider;

/// <summary>The provider ends a session itself, and what the provider says of a person ends what it said before.</summary>
public sealed class BackChannelTests(ProviderServer server) : IClassFixture<ProviderServer>
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    private static readonly Dictionary<string, Func<TestProvider, JsonObject, string>> BrokenTokens = new(StringComparer.Ordinal)
    {
        ["signed by another key"] = (_, payload) =>
        {
            using var other = RSA.Create(2048);
            return TestProvider.Sign(payload, other);
        },
        ["not signed"] = (_, payload) => TestProvider.Unsigned(payload, "none", TestProvider.KeyId) + ".",
        ["signed with the client's secret"] = (_, payload) => TestProvider.SignSymmetric(payload, System.Text.Encoding.UTF8.GetBytes(TestProvider.ClientSecret)),
        ["of another issuer"] = Bent("iss", "https://login.evil.example"),
        ["for another client"] = Bent("aud", "another-app"),
        ["for nobody"] = Bent("aud", null),
        ["expired"] = Bent("exp", Seconds(-5)),
        ["without an end"] = Bent("exp", null),
        ["made long ago"] = Bent("iat", Seconds(-30)),
        ["that does not say when it was made"] = Bent("iat", null),
        ["without an event"] = Bent("events", null),
        ["of another event"] = Bent("events", new JsonObject { ["http://schemas.openid.net/event/other"] = new JsonObject() }),
        ["of an event that is a text"] = Bent("events", Event),
        ["with a nonce, as an ID token has"] = Bent("nonce", "n"),
        ["that names a session alone"] = Bent("sub", null),
        ["with a blank subject"] = Bent("sub", " "),
        ["without a number"] = Bent("jti", null),
        ["no token at all"] = (_, _) => "not.a.token",
        ["empty"] = (_, _) => "",
    };

    public static TheoryData<string> Broken => [.. BrokenTokens.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignOut_AtTheProvider_EndsAllSessionsOfThatPerson()
    {
        using var first = await SignedInAsync("gone", "subject-gone", "security");
        using var second = await SignedInAsync("gone by another name", "subject-gone", "security");
        using var other = await SignedInAsync("stays", "subject-stays", "security");
        using var provider = server.Visit();
        var token = TestProvider.Sign(Payload("subject-gone"), server.Provider.Key);

        using var answer = await SendAsync(provider, token);

        Assert.Equal((HttpStatusCode.OK, "no-store"), (answer.StatusCode, answer.Headers.CacheControl?.ToString()));
        foreach (var gone in new[] { first, second })
        {
            using var page = await gone.GetAsync("/queries");
            Assert.Equal("/sign-in?return=%2Fqueries", page.Headers.Location?.OriginalString);
        }

        await other.ReadAsync("/queries");
        Assert.Equal(2, (await server.RecordedAsync(ActivityKind.SignOut)).Count(e => e.Text == "Signed out by the provider." && e.Actor.StartsWith("gone", StringComparison.Ordinal)));

        // Once: who has a copy of it signs nobody out who came back since.
        using var back = await SignedInAsync("gone", "subject-gone", "security");
        using var again = await SendAsync(provider, token);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        await back.ReadAsync("/queries");
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Token_ThatIsBroken_EndsNothing(string kind)
    {
        using var visitor = await SignedInAsync("kept", "subject-kept", "everybody");
        using var provider = server.Visit();

        using var answer = await SendAsync(provider, BrokenTokens[kind](server.Provider, Payload("subject-kept")));

        Assert.Equal((HttpStatusCode.BadRequest, """{"error":"invalid_request"}"""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token)));
        await visitor.ReadAsync("/queries");
        Assert.NotEmpty(await server.RecordedAsync(ActivityKind.Refused));
    }

    [Fact]
    public async Task SignOut_OfAnotherForm_EndsNothing()
    {
        using var visitor = await SignedInAsync("form", "subject-form", "everybody");
        using var provider = server.Visit();
        var token = TestProvider.Sign(Payload("subject-form"), server.Provider.Key);

        using var asJson = await provider.SendAsync(new HttpRequestMessage(HttpMethod.Post, SignInPaths.BackChannel) { Content = new StringContent($"{{\"logout_token\":\"{token}\"}}", System.Text.Encoding.UTF8, "application/json") });
        using var twice = await provider.PostAsync(SignInPaths.BackChannel, ("logout_token", token), ("logout_token", token));
        using var byGet = await provider.GetAsync($"{SignInPaths.BackChannel}?logout_token={token}");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (asJson.StatusCode, twice.StatusCode));
        Assert.NotEqual(HttpStatusCode.OK, byGet.StatusCode);
        await visitor.ReadAsync("/queries");
    }

    /// <summary>Whose role was taken away at the provider loses it in every browser as soon as the provider says so in one.</summary>
    [Fact]
    public async Task Role_ThatTheProviderTakesAway_EndsTheOtherSessions()
    {
        using var laptop = await SignedInAsync("demoted", "subject-demoted", "security");
        using var same = await SignedInAsync("demoted", "subject-demoted", "security");
        await laptop.ReadAsync("/activity"); // the same role: both stay

        using var phone = await SignedInAsync("demoted", "subject-demoted", "everybody");

        foreach (var before in new[] { laptop, same })
        {
            using var page = await before.GetAsync("/activity");
            Assert.Equal("/sign-in?return=%2Factivity", page.Headers.Location?.OriginalString);
        }

        await phone.ReadAsync("/queries");
        Assert.Equal(DashboardRole.Viewer, Assert.Single(await server.Credentials.GetSessionsAsync((await server.RecordedAsync(ActivityKind.SignIn))[0].Actor, Token)).Role);
    }

    private static long Seconds(int minutes) => TimeProvider.System.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds();

    private static Func<TestProvider, JsonObject, string> Bent(string claim, JsonNode? value) => (provider, payload) =>
    {
        payload.Remove(claim);
        if (value is not null)
        {
            payload[claim] = value.DeepClone();
        }

        return TestProvider.Sign(payload, provider.Key);
    };

    private static Task<HttpResponseMessage> SendAsync(Visitor provider, string token)
    {
        provider.Origin = null; // no browser
        return provider.PostAsync(SignInPaths.BackChannel, ("logout_token", token));
    }

    private JsonObject Payload(string subject) => new()
    {
        ["iss"] = server.Provider.Issuer,
        ["aud"] = TestProvider.ClientId,
        ["sub"] = subject,
        ["sid"] = "s-1",
        ["iat"] = Seconds(0),
        ["exp"] = Seconds(2),
        ["jti"] = Guid.NewGuid().ToString("N"),
        ["events"] = new JsonObject { [Event] = new JsonObject() },
    };

    private async Task<Visitor> SignedInAsync(string name, string subject, string group)
    {
        var visitor = server.Visit();
        using var answer = await server.SignInAsync(
            visitor, new Dictionary<string, JsonNode?> { ["sub"] = subject, ["preferred_username"] = name, ["groups"] = new JsonArray(group) });
        Assert.True(visitor.HasSession);
        return visitor;
    }
}
