using System.Diagnostics;
using AuditDashboard.Sharing.OpenLinks;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using AuditDashboard.Tests.SignIn;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Sharing;

/// <summary>Whoever guesses links learns nothing from how long the answer takes: the same statements are run for a link that never was and for one that was. Not timed, since a shared machine says nothing by that.</summary>
public sealed class GuessedLinkTests(OpenLinkTests.Allowing two) : IClassFixture<OpenLinkTests.Allowing>
{
    private static readonly AsyncLocal<List<string>?> Heard = new();
    private static readonly IDisposable Listening = DiagnosticListener.AllListeners.Subscribe(new Sources()); // for as long as the tests run
    private static readonly Person Rita = new("rita", DashboardRole.Reviewer, IsSignedIn: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenLink_ThatDoesNotOpen_CostsTheSameWhateverTheReason()
    {
        var services = two.Server.Services;
        var desk = services.GetRequiredService<OpenLinkDesk>();
        var credentials = services.GetRequiredService<CredentialStore>();
        var code = two.Of[TwoClusters.Own].Snapshot;
        var manifest = (await services.GetRequiredService<SnapshotReader>().ReadAsync(code, 1, Token))!.Manifest!; // there, and whole
        var revoked = (await desk.MakeAsync(manifest, TimeSpan.FromDays(1), Rita, Token))[3..];
        await desk.RevokeAsync(code, (await desk.ListAsync(code, Token))[0].Id, Rita, Token);
        var token = await two.Server.MakeAsync(CredentialKind.ApiToken, DashboardRole.Administrator, "script");
        var ended = await credentials.CreateAsync(CredentialKind.OpenLink, code, DashboardRole.Viewer, TimeSpan.FromTicks(1), Token);
        var never = revoked[..^2] + (revoked[^2] == 'A' ? "B" : "A") + revoked[^1];

        var statements = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, secret) in new[] { ("revoked", revoked), ("never was", never), ("another kind", token), ("ended", ended.Secret) })
        {
            statements[name] = await HearAsync(async () => Assert.Null(await desk.OpenAsync(secret, 1, "192.0.2.1", Token)));
        }

        AssertAlike(statements, "credential");
    }

    [Fact]
    public async Task ShortLink_ThatDoesNotOpen_CostsTheSameWhateverTheReason()
    {
        var links = two.Server.Services.GetRequiredService<ShortLinkStore>();
        var revoked = await links.CreateAsync("rita", "/changes", "x", "", cluster: null, Token);
        await links.RevokeAsync(revoked.Code, "rita", onlyOwner: null, Token);

        var statements = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, code) in new[] { ("revoked", revoked.Code), ("never was", LinkCode.Create()) })
        {
            statements[name] = await HearAsync(async () => Assert.Null(await links.FindAsync(code, Token)));
        }

        AssertAlike(statements, "short_link");
    }

    private static void AssertAlike(Dictionary<string, string> statements, string table)
    {
        var one = Assert.Single(statements.Values.Distinct(StringComparer.Ordinal));
        Assert.Contains($"FROM \"{table}\"", one, StringComparison.Ordinal);
        Assert.Single(one.Split(';', StringSplitOptions.RemoveEmptyEntries)); // one look, by an index
    }

    // What the data layer runs for this work alone: other tests run beside it.
    private static async Task<string> HearAsync(Func<Task> work)
    {
        Assert.NotNull(Listening);
        var heard = Heard.Value = [];
        await work();
        Heard.Value = null;
        return string.Join(';', heard);
    }

    private sealed class Sources : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.EntityFrameworkCore")
            {
                value.Subscribe(new Commands());
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class Commands : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is CommandEventData command && value.Key.EndsWith("CommandExecuting", StringComparison.Ordinal) && Heard.Value is { } heard)
            {
                lock (heard)
                {
                    heard.Add(command.Command.CommandText);
                }
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
