using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Tests.SignIn;

public sealed class SignInPathsTests
{
    private const string Secret = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde";

    [Theory]
    [InlineData("/")]
    [InlineData("/changes")]
    [InlineData("/changes?cluster=prod&range=7d")]
    [InlineData("/explore?q=fields%20verb%20%7C%20limit%203")]
    [InlineData("/event/0123456789abcdef0123456789abcdef?from=//x")]
    [InlineData("/a//b")]
    [InlineData("/?next=https://evil.example")]
    [InlineData("/ü?x=☃")]
    public void SafeReturn_PathOfOurs_IsKept(string path) => Assert.Equal(path, SignInPaths.SafeReturn(path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("changes")]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("\\/evil.example")]
    [InlineData("/x\\y")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("/\r\nLocation: https://evil.example")]
    [InlineData("/\0")]
    [InlineData("/\u0085/evil.example")]
    [InlineData("\t//evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("https:/evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("HTTPS://EVIL.EXAMPLE")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("ftp://evil.example")]
    [InlineData("@evil.example")]
    [InlineData("?x")]
    [InlineData("#x")]
    [InlineData(".")]
    [InlineData("../x")]
    [InlineData("/sign-in")]
    [InlineData("/sign-in?return=/sign-in")]
    [InlineData("/SIGN-IN/use")]
    [InlineData("/sign-out")]
    public void SafeReturn_AnythingElse_IsTheOverview(string? path) => Assert.Equal("/", SignInPaths.SafeReturn(path));

    /// <summary>What a browser would make of an address that we send it to, whatever was asked for.</summary>
    [Fact]
    public void SafeReturn_RandomText_NeverLeadsElsewhere()
    {
        var random = new Random(11);
        const string Alphabet = "//\\\\ :?#@.\t\n\r\0ahtpsevil%2fF5cC\u00a0\uff0f\u2215\u2044";
        var home = new Uri("https://audit.example.com/sign-in/use");
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));

            var target = SignInPaths.SafeReturn(i % 2 == 0 ? text : "/" + text);

            // Browsers drop tabs and line ends, and read a backslash as a slash.
            var seen = target.Replace("\t", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace('\\', '/');
            Assert.True(seen.StartsWith('/') && !seen.StartsWith("//", StringComparison.Ordinal), $"{text} leads to {target}");
            Assert.Equal(home.Host, new Uri(home, seen).Host);
        }
    }

    [Fact]
    public void SafeReturn_TooLong_IsTheOverview() => Assert.Equal("/", SignInPaths.SafeReturn("/" + new string('x', 10_000)));

    [Theory]
    [InlineData(Secret)]
    [InlineData("  " + Secret + "\n")]
    [InlineData("https://audit.example.com/sign-in#link=" + Secret)]
    [InlineData("http://127.0.0.1:5080/sign-in?return=%2F#link=" + Secret)]
    public void SecretIn_LinkOrSecret_IsFound(string written) => Assert.Equal(Secret, SignInPaths.SecretIn(written));

    [Fact]
    public void SecretIn_Nothing_IsNull() => Assert.Null(SignInPaths.SecretIn(null));

    [Fact]
    public void LinkOf_AnySecret_ComesBackOutOfTheLink()
    {
        for (var i = 0; i < 100; i++)
        {
            var secret = CredentialSecret.Create();

            var link = SignInPaths.LinkOf("http://127.0.0.1:5080/", secret);

            Assert.StartsWith("http://127.0.0.1:5080/sign-in#link=", link, StringComparison.Ordinal);
            Assert.Equal(secret, SignInPaths.SecretIn(link));
        }
    }

    [Theory]
    [InlineData(null, null, "/sign-in")]
    [InlineData("/", "refused", "/sign-in?why=refused")]
    [InlineData("/changes?range=7d", null, "/sign-in?return=%2Fchanges%3Frange%3D7d")]
    [InlineData("//evil.example", "out", "/sign-in?why=out")]
    public void PageOf_WhereAndWhy_AreParametersOfIt(string? goTo, string? why, string expected) => Assert.Equal(expected, SignInPaths.PageOf(goTo, why));
}
