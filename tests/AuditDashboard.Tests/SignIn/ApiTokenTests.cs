using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Tests.SignIn;

/// <summary>Tokens with which scripts call the HTTP API.</summary>
public sealed class ApiTokenTests(TokenServer server) : IClassFixture<TokenServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_WithAToken_IsAnsweredAndItsUseNoted()
    {
        var token = await server.MakeAsync(CredentialKind.ApiToken, name: "noted");

        using var answer = await CallAsync("/api/v1/clusters", "Bearer " + token);
        using var lower = await CallAsync("/api/v1/clusters", "bearer " + token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, lower.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.NotNull(Assert.Single(await server.Credentials.GetAsync(Token), credential => credential.Name == "noted").UsedAt);
    }

    public static TheoryData<string> NoTokens() =>
    [
        "", "Bearer", "Bearer ", "Bearer x", "Basic YWRtaW46YWRtaW4=", "Bearer " + new string('A', CredentialSecret.Length), "Negotiate x", "Bearer null", "Bearer ' OR 1=1",
    ];

    [Theory]
    [MemberData(nameof(NoTokens))]
    public async Task Call_WithAnythingElse_Is401ThatSaysWhatIsWanted(string header)
    {
        using var answer = await CallAsync("/api/v1/clusters", header);

        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("Authorization: Bearer TOKEN", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    /// <summary>The secret of a link or a session is no token.</summary>
    [Theory]
    [InlineData(CredentialKind.SignInLink)]
    [InlineData(CredentialKind.Session)]
    public async Task Call_WithASecretOfAnotherKind_Is401(CredentialKind kind)
    {
        using var answer = await CallAsync("/api/v1/clusters", "Bearer " + await server.MakeAsync(kind, DashboardRole.Administrator));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    /// <summary>A page's cookie does not help a call whose token is wrong.</summary>
    [Fact]
    public async Task Call_WithAWrongTokenAndACookie_Is401()
    {
        using var visitor = await server.SignInAsync(DashboardRole.Administrator);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/clusters");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");

        using var answer = await visitor.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Call_WithATokenTwiceOrInTheAddress_Is401()
    {
        var token = await server.MakeAsync(CredentialKind.ApiToken);
        using var visitor = server.Visit();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/clusters");
        request.Headers.TryAddWithoutValidation("Authorization", ["Bearer " + token, "Bearer " + token]);

        using var twice = await visitor.SendAsync(request);
        using var inAddress = await visitor.GetAsync($"/api/v1/clusters?access_token={token}");

        Assert.Equal(HttpStatusCode.Unauthorized, twice.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, inAddress.StatusCode);
    }

    [Fact]
    public async Task Call_AfterTheTokensEnd_Is401AndRecorded()
    {
        await using var other = new TokenServer();
        var expiring = await other.MakeAsync(CredentialKind.ApiToken, lifetime: TimeSpan.FromDays(30));
        var revoked = await other.MakeAsync(CredentialKind.ApiToken, name: "revoked", lifetime: TimeSpan.FromDays(90));
        using var visitor = other.Visit();

        using var before = await CallAsync(visitor, "/api/v1/clusters", "Bearer " + revoked);
        await other.Credentials.RevokeAllAsync("revoked", Token);
        using var after = await CallAsync(visitor, "/api/v1/clusters", "Bearer " + revoked);
        using var young = await CallAsync(visitor, "/api/v1/clusters", "Bearer " + expiring);
        other.Clock.Ahead = TimeSpan.FromDays(30);
        using var old = await CallAsync(visitor, "/api/v1/clusters", "Bearer " + expiring);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.Unauthorized],
            new[] { before, after, young, old }.Select(answer => answer.StatusCode));
        Assert.All(await other.RecordedAsync(ActivityKind.Refused), entry => Assert.Equal("A call of the API came with a token that is not valid.", entry.Text.Split(". ")[0].TrimEnd('.') + "."));
        Assert.NotEmpty(await other.RecordedAsync(ActivityKind.Refused));
    }

    [Fact]
    public async Task Activity_ByAnAdministratorsToken_TellsWhatWasDone_AndNeverASecret()
    {
        // Of one server only one refusal a second is recorded: its own server's first is.
        await using var other = new TokenServer();
        using var visitor = other.Visit();
        var token = await other.MakeAsync(CredentialKind.ApiToken, DashboardRole.Administrator, "auditor");
        var viewer = await other.MakeAsync(CredentialKind.ApiToken, DashboardRole.Viewer, "exporter");
        using var export = await CallAsync(visitor, "/api/v1/exports/events?format=csv&range=7d", "Bearer " + viewer);
        await export.Content.ReadAsByteArrayAsync(Token);

        using var refused = await CallAsync(visitor, "/api/v1/activity", "Bearer " + viewer);
        using var answer = await CallAsync(visitor, "/api/v1/activity?kind=export&limit=5", "Bearer " + token);
        using var wrong = await CallAsync(visitor, "/api/v1/activity?kind=nonsense&before=x", "Bearer " + token);
        using var all = await CallAsync(visitor, "/api/v1/activity", "Bearer " + token);

        Assert.Equal(HttpStatusCode.OK, export.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var item = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("items")[0];
        Assert.Equal(("export", "exporter", "127.0.0.1"), (item.GetProperty("kind").GetString(), item.GetProperty("actor").GetString(), item.GetProperty("address").GetString()));
        Assert.StartsWith("Exported 0 events as csv: /events", item.GetProperty("text").GetString(), StringComparison.Ordinal);
        var text = await all.Content.ReadAsStringAsync(Token);
        Assert.Contains("role does not allow", text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Assert.DoesNotContain(viewer, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_InPages_GivesEachEntryOnce()
    {
        await using var other = new TokenServer();
        var token = await other.MakeAsync(CredentialKind.ApiToken, DashboardRole.Administrator);
        using var visitor = other.Visit();
        for (var i = 0; i < 11; i++)
        {
            await other.Activity.AddAsync(ActivityKind.Query, "ann", $"q{i}", address: null, Token);
        }

        var texts = new List<string?>();
        for (var path = "/api/v1/activity?kind=query&limit=4"; path is not null;)
        {
            using var answer = await CallAsync(visitor, path, "Bearer " + token);
            var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
            texts.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString()));
            path = page.GetProperty("next").GetString() is { } next ? $"/api/v1/activity?kind=query&limit=4&before={next}" : null;
        }

        Assert.Equal(Enumerable.Range(0, 11).Reverse().Select(i => $"q{i}"), texts);
    }

    private async Task<HttpResponseMessage> CallAsync(string path, string header)
    {
        using var visitor = server.Visit();
        return await CallAsync(visitor, path, header);
    }

    private static async Task<HttpResponseMessage> CallAsync(Visitor visitor, string path, string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", header);
        return await visitor.SendAsync(request);
    }
}
