using System.Net;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Tests.Shell;

namespace AuditDashboard.Tests.SignIn;

/// <summary>What becomes of a browser's session when the program is started anew.</summary>
public sealed class RestartTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audit-restart-").FullName;

    public async ValueTask DisposeAsync() => await UsedFolder.DeleteAsync(_folder);

    [Fact]
    public async Task Session_AfterARestart_Holds_AndWithoutTheKeysItDoesNot()
    {
        Dictionary<string, string> cookies;
        await using (var first = StartServer())
        {
            using var visitor = await first.SignInAsync(DashboardRole.Viewer, "vera");
            Assert.Equal(HttpStatusCode.OK, await AskAsync(visitor));
            cookies = visitor.Cookies;
        }

        await using (var second = StartServer())
        {
            using var visitor = With(second, cookies);
            Assert.Equal(HttpStatusCode.OK, await AskAsync(visitor));
        }

        // As in a copy of the database alone.
        Directory.Delete(Path.Combine(_folder, "keys"), recursive: true);
        await using var third = StartServer();
        using var stranger = With(third, cookies);
        using var answer = await stranger.GetAsync("/queries");
        Assert.StartsWith(SignInPaths.SignIn, answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    private TokenServer StartServer() => new(("Storage:Path", Path.Combine(_folder, "audit.db")));

    private static Visitor With(TokenServer server, Dictionary<string, string> cookies)
    {
        var visitor = server.Visit();
        foreach (var (name, value) in cookies)
        {
            visitor.Cookies[name] = value;
        }

        return visitor;
    }

    private static async Task<HttpStatusCode> AskAsync(Visitor visitor)
    {
        using var answer = await visitor.GetAsync("/queries");
        return answer.StatusCode;
    }
}
