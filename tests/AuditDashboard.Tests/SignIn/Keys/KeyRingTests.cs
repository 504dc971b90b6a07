using System.Net;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Tests.Commands;
using AuditDashboard.Tests.Shell;

namespace AuditDashboard.Tests.SignIn.Keys;

/// <summary>Keys of cookies that a certificate wraps: of no use to whoever copies them, and of full use to a server that is started anew.</summary>
public sealed class KeyRingTests : IAsyncDisposable
{
    private readonly CertificateFolder _folder = new();
    private readonly ProgramRun _run = new();

    public async ValueTask DisposeAsync()
    {
        await UsedFolder.DeleteAsync(Data);
        _folder.Dispose();
        _run.Dispose();
    }

    private string Data => _folder.At("data");

    [Fact]
    public async Task Session_UnderACertificate_HoldsAfterARestartAndARotation()
    {
        var first = Certificate("first.pfx");
        var cookies = await SignInAsync(first);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(cookies, first));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(cookies, [.. Certificate("second.pfx"), .. Older("first.pfx")]));
    }

    [Fact]
    public async Task Key_ThatIsWrapped_TellsNothing_AndStartsNoServerWithoutItsCertificate()
    {
        await SignInAsync(Certificate("first.pfx"));
        var keys = Directory.GetFiles(Path.Combine(Data, "keys"), "key-*.xml");
        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.DoesNotContain("masterKey", File.ReadAllText(key), StringComparison.Ordinal));
        Assert.All(keys, key => Assert.Contains("EncryptedData", File.ReadAllText(key), StringComparison.Ordinal));

        // As in a copy of the whole folder.
        var without = await StartAsync();
        var withAnother = await StartAsync(Certificate("other.pfx"));

        Assert.Equal((1, 1), (without.ExitCode, withAnother.ExitCode));
        Assert.StartsWith("SignIn:Keys:Certificate does not name the certificate ", Assert.Single(without.ErrorLines), StringComparison.Ordinal);
        Assert.StartsWith("SignIn:Keys:Older:0:Certificate does not name the certificate ", Assert.Single(withAnother.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(keys, Directory.GetFiles(Path.Combine(Data, "keys"), "key-*.xml"));
    }

    [Fact]
    public async Task Cookie_OfAKeyThatWasNotWrapped_OpensNothing()
    {
        var cookies = await SignInAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(cookies));

        // Whoever had copied that key could still make cookies with it. Its session is in the database all the while.
        Assert.Equal(HttpStatusCode.Found, await AskAsync(cookies, Certificate("first.pfx")));

        Assert.NotEmpty(await SignInAsync(Certificate("first.pfx")));
    }

    [Fact]
    public async Task Certificate_ThatCannotBeUsed_IsSaidAtStart()
    {
        _folder.WritePfx("old.pfx", -20, -10);

        var expired = await StartAsync(Named("SignIn:Keys", "old.pfx"));
        var locked = await StartAsync([.. Certificate("first.pfx"), ("SignIn:Keys:Password", "wrong")]);
        var both = await StartAsync([.. Certificate("first.pfx"), ("SignIn:Keys:PasswordFile", "x")]);
        var lost = await StartAsync(("SignIn:Keys:Password", "x"));
        var olderAlone = await StartAsync(Older("first.pfx"));
        var unknown = await StartAsync([.. Certificate("first.pfx"), ("SignIn:Keys:PassWort", "x")]);

        Assert.All(new[] { expired, locked, both, lost, olderAlone, unknown }, run => Assert.Equal(1, run.ExitCode));
        Assert.Contains("which expired at", Assert.Single(expired.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("the password that is set does not open", Assert.Single(locked.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("SignIn:Keys:PasswordFile is 'x', but Password is set too. Keep one of them.", Assert.Single(both.ErrorLines));
        Assert.StartsWith("SignIn:Keys:Certificate is missing", Assert.Single(lost.ErrorLines), StringComparison.Ordinal);
        Assert.StartsWith("SignIn:Keys:Older is set, but", Assert.Single(olderAlone.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("SignIn:Keys:PassWort is not a setting. Did you mean SignIn:Keys:Password?", Assert.Single(unknown.ErrorLines));
    }

    private (string Key, string Value)[] Certificate(string name)
    {
        if (!File.Exists(_folder.At(name)))
        {
            _folder.WritePfx(name);
        }

        return Named("SignIn:Keys", name);
    }

    private (string Key, string Value)[] Older(string name) => Named("SignIn:Keys:Older:0", name);

    private (string Key, string Value)[] Named(string section, string name) =>
        [($"{section}:Certificate", _folder.At(name)), ($"{section}:Password", CertificateFolder.Password)];

    private TokenServer StartServer((string Key, string Value)[] settings) => new([("Storage:Path", Path.Combine(Data, "audit.db")), .. settings]);

    private async Task<Dictionary<string, string>> SignInAsync(params (string Key, string Value)[] settings)
    {
        await using var server = StartServer(settings);
        using var visitor = await server.SignInAsync(DashboardRole.Viewer, "vera");
        return visitor.Cookies;
    }

    private async Task<HttpStatusCode> AskAsync(Dictionary<string, string> cookies, params (string Key, string Value)[] settings)
    {
        await using var server = StartServer(settings);
        using var visitor = server.Visit();
        foreach (var (name, value) in cookies)
        {
            visitor.Cookies[name] = value;
        }

        using var answer = await visitor.GetAsync("/queries");
        return answer.StatusCode;
    }

    // As a process, which ends by itself where it refuses to start.
    private Task<ProgramResult> StartAsync(params (string Key, string Value)[] settings) =>
        _run.RunAsync([], [("Storage:Path", Path.Combine(Data, "audit.db")), ("SignIn:Mode", "Token"), ("Urls", "http://127.0.0.1:0"), .. settings], "serve");
}
