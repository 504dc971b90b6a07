using System.Net;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Tests.Hardening;
using Microsoft.AspNetCore.Http;

namespace AuditDashboard.Tests.SignIn.Provider;

/// <summary>What only the settings, a browser or a script may know stands in no line of the log, however much of it is written, and in no entry of the activity.</summary>
public sealed class CanaryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_OfSettingsBrowsersAndScripts_AreNeitherLoggedNorRecorded()
    {
        var log = new LogLines();
        await using var server = new ProviderServer(("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft", "Trace"), ("Logging:Console:LogLevel:Default", "None")) { Log = log };
        await server.InitializeAsync();
        var claims = ProviderSignInTests.Claims("canary", "security");
        using var visitor = server.Visit();
        using (var signedIn = await server.SignInAsync(visitor, claims))
        {
            Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
        }

        Assert.True(visitor.HasSession);
        var cookie = visitor.Cookies["AuditDashboard"];
        await visitor.ReadAsync("/activity");
        var idToken = "";
        using (var other = server.Visit())
        using (await server.SignInAsync(other, claims, new TestProvider.Bend(Token: payload => idToken = TestProvider.Unsigned(payload, "RS256", TestProvider.KeyId) + ".canary-of-a-signature")))
        {
            Assert.False(other.HasSession);
        }

        using (var other = server.Visit())
        using (await server.SignInAsync(other, claims, new TestProvider.Bend(Answer: () => Results.StatusCode(500))))
        {
            Assert.False(other.HasSession);
        }

        var good = await server.MakeAsync(CredentialKind.ApiToken);
        var bad = good[..^4] + "AAAA";
        using (var script = server.Visit())
        {
            foreach (var (secret, expected) in new[] { (good, HttpStatusCode.OK), (bad, HttpStatusCode.Unauthorized), (cookie, HttpStatusCode.Unauthorized) })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/clusters");
                request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + secret);
                using var answer = await script.SendAsync(request);
                Assert.Equal(expected, answer.StatusCode);
            }
        }

        using (var left = await visitor.PostAsync(SignInPaths.SignOut, ("__RequestVerificationToken", await visitor.FormTokenAsync("/"))))
        {
            Assert.Equal(HttpStatusCode.Found, left.StatusCode);
        }

        var recorded = string.Join('\n', (await server.Activity.GetAsync(before: null, kind: null, 1000, Token)).Select(entry => $"{entry.Actor} {entry.Text} {entry.Address}"));
        Assert.Contains("Signed in by the provider", recorded, StringComparison.Ordinal);
        Assert.Contains("/api/v1/clusters", log.Text, StringComparison.Ordinal); // it does say much
        var lines = log.Text.Split('\n');
        foreach (var (name, secret) in new[] { ("client secret", TestProvider.ClientSecret), ("cookie", cookie), ("identity token", idToken), ("API token", good), ("refused API token", bad) })
        {
            Assert.True(secret.Length > 20, name);
            foreach (var form in new[] { secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret) })
            {
                Assert.Null(lines.FirstOrDefault(line => line.Contains(form, StringComparison.Ordinal)) is { } line ? $"The log holds the {name}: {line}" : null);
                Assert.DoesNotContain(form, recorded, StringComparison.Ordinal);
            }
        }
    }
}
