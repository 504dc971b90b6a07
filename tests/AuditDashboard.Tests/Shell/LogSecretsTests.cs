using AuditDashboard.Shell;

namespace AuditDashboard.Tests.Shell;

public sealed class LogSecretsTests
{
    private const string Secret = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCde";

    [Theory]
    [InlineData("GET http://h/o/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCde?page=2 and /o/x", "GET http://h/o/(secret)?page=2 and /o/(secret)")]
    [InlineData("{\"Path\":\"/o/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCde\",\"a\":1}", "{\"Path\":\"/o/(secret)\",\"a\":1}")]
    [InlineData("/O/AbCdEfGhIjKlMnOpQrSt%55vWxYz0123456789-_AbCde/", "/O/(secret)")]
    [InlineData("with value 'o/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCde'", "with value 'o/(secret)'")]
    [InlineData("with value \\u0027o/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCde\\u0027", "with value \\u0027o/(secret)\\u0027")]
    [InlineData("Secret=AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCde, page 2", "Secret=(secret), page 2")]
    [InlineData("Unhandled exception in circuit 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCde'.", "Unhandled exception in circuit 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCde'.")]
    [InlineData("pod a-name-of-43-characters-and-only-small-letters0 and foo/bar", "pod a-name-of-43-characters-and-only-small-letters0 and foo/bar")]
    [InlineData("to /sign-in?return=%2Fo%2FAbCdEfGhIjKlMnOpQrStUvWxYz&why=stale", "to /sign-in?return=%2Fo%2F(secret)&why=stale")]
    [InlineData("to /sign-in?return=%252Fo%252FAbCdEfGh", "to /sign-in?return=%252Fo%252F(secret)")]
    [InlineData("GET /sign-in?link=AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCde - -", "GET /sign-in?link=(secret) - -")]
    [InlineData("http://h/sign-in#link=AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCde.", "http://h/sign-in#link=(secret)")]
    [InlineData("?code=AbCdEfGhIjKlMnOpQrStUv%2F0&state=CfDJ8AbCdEfGhIjKlMnOpQrStUvWxYz&session_state=AbCdEfGhIjKlMnOpQrSt.u", "?code=(secret)&state=(secret)&session_state=(secret)")]
    [InlineData("\"?code=AbCdEfGhIjKlMnOpQrStUv\\u002B0\\u0026state=CfDJ8AbCdEfGhIjKlMnOpQrStUvWxYz\"", "\"?code=(secret)\\u0026state=(secret)\"")]
    [InlineData("GET http://h/_blazor?id=AbCdEfGhIjKlMnOpQrStUv - 101", "GET http://h/_blazor?id=(secret) - 101")]
    [InlineData("/events?code=403&state=open&id=7&link=short and the route '/o/{Secret}'", "/events?code=403&state=open&id=7&link=short and the route '/o/{Secret}'")]
    [InlineData("/apis/apps/v1/namespaces/foo/deployments", "/apis/apps/v1/namespaces/foo/deployments")]
    public void Redact_OfALine_LeavesTheRest(string line, string expected)
    {
        Assert.Equal(expected, LogSecrets.Redact(line));
    }

    /// <summary>Wherever it stands among other text, and whatever that is.</summary>
    [Fact]
    public void Redact_OfRandomText_NeverLeavesASecret()
    {
        var random = new Random(11);
        const string Around = "/o?&#=%2Fo%3D \"'\\u0026{}()<>abcAZ09-_.:\n\u202e";
        string Noise() => new([.. Enumerable.Range(0, random.Next(12)).Select(_ => Around[random.Next(Around.Length)])]);
        string[] before = ["/o/", "%2Fo%2F", "?link=", "&code=", "?id=", "\\u0026state=", "#link="];
        for (var i = 0; i < 20_000; i++)
        {
            var line = Noise() + before[random.Next(before.Length)] + Secret + Noise();

            Assert.DoesNotContain(Secret, LogSecrets.Redact(line), StringComparison.Ordinal);
        }
    }
}
