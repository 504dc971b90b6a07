using System.Globalization;
using System.Text.Json;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Tests.Commands;

/// <summary><c>access</c> as a process.</summary>
public sealed class AccessCommandTests : IDisposable
{
    private static readonly (string, string)[] TokenMode = [("SignIn:Mode", "Token"), ("PublicUrl", "https://audit.example.com")];
    private readonly ProgramRun _program = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Token_Made_OpensTheApiUntilItIsRevoked()
    {
        var made = await _program.RunAsync([], TokenMode, "access", "token", "nightly", "--role", "administrator", "--for", "90d");

        Assert.Equal(0, made.ExitCode);
        var secret = Assert.Single(made.OutputLines);
        Assert.Equal("It opens the HTTP API as nightly (administrator) for 90d, and is not shown again. access revoke 1 ends it.", Assert.Single(made.ErrorLines));
        var (credential, recorded) = await StoredAsync(store => store.FindValidAsync(CredentialKind.ApiToken, secret, Token));
        Assert.Equal(("nightly", DashboardRole.Administrator, TimeSpan.FromDays(90)), (credential?.Name, credential?.Role, credential?.ExpiresAt - credential?.CreatedAt));
        Assert.Equal(["CredentialMade (command line): Made API token 1 for nightly, role administrator."], recorded);

        var revoked = await _program.RunAsync([], TokenMode, "access", "revoke", "1");
        var again = await _program.RunAsync([], TokenMode, "access", "revoke", "1");

        Assert.Equal((0, "Revoked 1 (nightly).\n"), (revoked.ExitCode, revoked.Output));
        Assert.Equal((1, ""), (again.ExitCode, again.Output));
        Assert.Contains("There is nothing of the number 1, or it is revoked already.", again.Error, StringComparison.Ordinal);
        (credential, recorded) = await StoredAsync(store => store.FindValidAsync(CredentialKind.ApiToken, secret, Token));
        Assert.Null(credential);
        Assert.Equal("CredentialRevoked (command line): Revoked 1 of nightly.", recorded[0]);
    }

    [Fact]
    public async Task Link_Made_NamesThePublicAddress()
    {
        var made = await _program.RunAsync([], TokenMode, "access", "link", "ann@example.com");

        Assert.Equal(0, made.ExitCode);
        Assert.Matches("^https://audit\\.example\\.com/sign-in#link=[A-Za-z0-9_-]{43}$", Assert.Single(made.OutputLines));
        Assert.Equal("It signs one browser in as ann@example.com (viewer), once, within 15m.", Assert.Single(made.ErrorLines));
    }

    [Fact]
    public async Task List_OfAccess_HasNoSecrets()
    {
        var token = await _program.RunAsync([], TokenMode, "access", "token", "nightly");
        var link = await _program.RunAsync([], TokenMode, "access", "link", "ann", "--role", "reviewer", "--clusters", "prod,lab", "--for", "1h");
        var revoked = await _program.RunAsync([], TokenMode, "access", "revoke", "--name", "nightly");

        var valid = await _program.RunAsync([], TokenMode, "access", "list", "--format", "ndjson");
        var all = await _program.RunAsync([], TokenMode, "access", "list", "--all", "--format", "ndjson");

        Assert.Equal("Revoked 1 of nightly.\n", revoked.Output);
        var row = JsonDocument.Parse(Assert.Single(valid.OutputLines)).RootElement;
        Assert.Equal(
            ["2", "link", "ann", "reviewer", "lab,prod", "valid"],
            new[] { "id", "kind", "name", "role", "clusters", "state" }.Select(name => row.GetProperty(name).ToString()));
        Assert.Equal(["valid", "revoked"], all.OutputLines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("state").GetString()));
        Assert.DoesNotContain(token.Output.Trim(), all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(link.Output.Trim()[^CredentialSecret.Length..], all.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "NAME is a name that the dashboard uses itself.", "access", "link", "local")]
    [InlineData(2, "NAME is blank.", "access", "token", " ")]
    [InlineData(2, "--for is '8d'. Write a duration from 1m to 7d, such as 15m.", "access", "link", "ann", "--for", "8d")]
    [InlineData(2, "--for is 'soon'. Write a duration from 1m to 366d, such as 30d.", "access", "token", "ann", "--for", "soon")]
    [InlineData(2, "'root'", "access", "token", "ann", "--role", "root")]
    [InlineData(2, "--clusters is 'prod,,lab'. Write names of clusters with commas between, or * alone for all.", "access", "token", "ann", "--clusters", "prod,,lab")]
    [InlineData(2, "--clusters is '*,lab'. Write names of clusters with commas between, or * alone for all.", "access", "link", "ann", "--clusters", "*,lab")]
    [InlineData(2, "Write numbers that access list shows, or --name NAME for all of one name.", "access", "revoke")]
    [InlineData(1, "There is nothing valid of the name 'eve'.", "access", "revoke", "--name", "eve")]
    public async Task Access_ArgumentThatIsWrong_GivesNothingOut(int exitCode, string expected, params string[] arguments)
    {
        var result = await _program.RunAsync([], TokenMode, arguments);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("token")]
    public async Task Access_WhereNobodySignsIn_IsNotGiven(string verb)
    {
        var result = await _program.RunAsync("access", verb, "ann");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("SignIn:Mode is Loopback, where nobody signs in.", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    private async Task<(T Found, IReadOnlyList<string> Recorded)> StoredAsync<T>(Func<CredentialStore, Task<T>> find)
    {
        using var database = new AuditDatabase(Path.Combine(_program.Folder, "data", "audit.db"), TimeSpan.FromSeconds(30));
        var recorded = await new ActivityStore(database, TimeProvider.System).GetAsync(before: null, kind: null, 100, Token);
        return (
            await find(new CredentialStore(database, TimeProvider.System)),
            [.. recorded.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Kind} {entry.Actor}: {entry.Text}"))]);
    }
}
