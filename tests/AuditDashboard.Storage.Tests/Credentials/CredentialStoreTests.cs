using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Tests.Credentials;

public sealed class CredentialStoreTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CredentialKind.SignInLink)]
    [InlineData(CredentialKind.Session)]
    [InlineData(CredentialKind.ApiToken)]
    public async Task FindValid_SecretOfItsKind_GivesItUntilItEnds(CredentialKind kind)
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new CredentialStore(db.Database, db.Clock);
        var (made, secret) = await store.CreateAsync(kind, "ann", DashboardRole.Reviewer, Hour, Token);

        Assert.Equal(made, await store.FindValidAsync(kind, secret, Token));
        Assert.Equal(new Credential(made.Id, kind, "ann", DashboardRole.Reviewer, TestDatabase.Start, TestDatabase.Start + Hour, null, null), made);
        foreach (var other in Enum.GetValues<CredentialKind>().Where(other => other != kind))
        {
            Assert.Null(await store.FindValidAsync(other, secret, Token));
        }

        db.Clock.Advance(Hour - TimeSpan.FromMicroseconds(1));
        Assert.NotNull(await store.FindValidAsync(kind, secret, Token));
        db.Clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Null(await store.FindValidAsync(kind, secret, Token));
    }

    [Fact]
    public async Task FindValid_TextThatIsNoSecret_GivesNothing()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new CredentialStore(db.Database, db.Clock);
        var (_, secret) = await store.CreateAsync(CredentialKind.ApiToken, "ann", DashboardRole.Viewer, Hour, Token);
        string?[] others =
        [
            null, "", " ", "%", "*", secret[1..], secret + "A", " " + secret, secret + " ", secret.ToUpperInvariant(), secret.ToLowerInvariant(), "' OR 1=1 --",
            new string('A', CredentialSecret.Length), new string('é', CredentialSecret.Length), secret[..^1] + "\0", new string('A', 1_000_000),
        ];

        foreach (var other in others.Where(other => other != secret))
        {
            Assert.Null(await store.FindValidAsync(CredentialKind.ApiToken, other, Token));
        }
    }

    [Fact]
    public async Task Create_Secret_IsInNoFileOfTheDatabase()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new CredentialStore(db.Database, db.Clock);
        var (_, link) = await store.CreateAsync(CredentialKind.SignInLink, "ann", DashboardRole.Viewer, Hour, Token);
        var (_, session) = (await store.RedeemAsync(link, Hour, Token))!.Value; // the link was made just now
        var (_, token) = await store.CreateAsync(CredentialKind.ApiToken, "ci", DashboardRole.Viewer, Hour, Token);

        Assert.Equal(3, new HashSet<string>([link, session, token]).Count);
        foreach (var file in Directory.GetFiles(db.Folder))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var text = await new StreamReader(stream, System.Text.Encoding.Latin1).ReadToEndAsync(Token);
            Assert.All([link, session, token], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
    }

    /// <summary>Processes and requests that use one link at the same moment: one gets a session, the others nothing.</summary>
    [Fact]
    public async Task Redeem_ByManyAtOnce_OpensOneSession()
    {
        using var db = await TestDatabase.CreateAsync();
        using var second = new AuditDatabase(db.Database.Path, TimeSpan.FromSeconds(30));
        CredentialStore[] stores = [new(db.Database, db.Clock), new(second, db.Clock)];
        for (var round = 0; round < 5; round++)
        {
            var (_, link) = await stores[0].CreateAsync(CredentialKind.SignInLink, $"ann{round}", DashboardRole.Reviewer, Hour, Token);
            using var start = new ManualResetEventSlim();
            var attempts = Enumerable.Range(0, 16).Select(i => Task.Run(
                () =>
                {
                    start.Wait(Token);
                    return stores[i % 2].RedeemAsync(link, Hour, Token);
                },
                Token)).ToList();
            start.Set();

            var opened = (await Task.WhenAll(attempts)).Where(session => session is not null).ToList();

            var (session, secret) = Assert.Single(opened)!.Value; // those that are null were left out
            Assert.Equal((CredentialKind.Session, $"ann{round}", DashboardRole.Reviewer), (session.Kind, session.Name, session.Role));
            Assert.Equal(session, await stores[1].FindValidAsync(CredentialKind.Session, secret, Token));
        }

        Assert.Equal(5, (await stores[0].GetAsync(Token)).Count(credential => credential.Kind == CredentialKind.Session));
    }

    [Fact]
    public async Task Redeem_LinkThatIsUsedRevokedOrExpired_OpensNothing()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new CredentialStore(db.Database, db.Clock);
        var (_, used) = await store.CreateAsync(CredentialKind.SignInLink, "ann", DashboardRole.Viewer, Hour, Token);
        Assert.NotNull(await store.RedeemAsync(used, Hour, Token));
        var (revoked, revokedSecret) = await store.CreateAsync(CredentialKind.SignInLink, "bob", DashboardRole.Viewer, Hour, Token);
        Assert.NotNull(await store.RevokeAsync(revoked.Id, Token));
        var (_, expired) = await store.CreateAsync(CredentialKind.SignInLink, "eve", DashboardRole.Viewer, Hour, Token);
        db.Clock.Advance(Hour);
        var (_, token) = await store.CreateAsync(CredentialKind.ApiToken, "ci", DashboardRole.Administrator, Hour, Token);

        Assert.Null(await store.RedeemAsync(used, Hour, Token));
        Assert.Null(await store.RedeemAsync(revokedSecret, Hour, Token));
        Assert.Null(await store.RedeemAsync(expired, Hour, Token));
        Assert.Null(await store.RedeemAsync(token, Hour, Token));
        Assert.Null(await store.RedeemAsync(null, Hour, Token));
    }

    [Fact]
    public async Task Revoke_Once_EndsItForAllProcesses()
    {
        using var db = await TestDatabase.CreateAsync();
        using var second = new AuditDatabase(db.Database.Path, TimeSpan.FromSeconds(30));
        var store = new CredentialStore(db.Database, db.Clock);
        var (token, secret) = await store.CreateAsync(CredentialKind.ApiToken, "ci", DashboardRole.Viewer, Hour, Token);

        Assert.Equal(token, await new CredentialStore(second, db.Clock).RevokeAsync(token.Id, Token));

        Assert.Null(await store.FindValidAsync(CredentialKind.ApiToken, secret, Token));
        Assert.Null(await store.RevokeAsync(token.Id, Token));
        Assert.Null(await store.RevokeAsync(12345, Token));
        Assert.Equal(TestDatabase.Start, Assert.Single(await store.GetAsync(Token)).RevokedAt);
    }

    /// <summary>A link that was used must not open a session anew when everything else of its name ends.</summary>
    [Fact]
    public async Task RevokeAll_OfAName_EndsItsLinksSessionsAndTokensAlone()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new CredentialStore(db.Database, db.Clock);
        var (_, used) = await store.CreateAsync(CredentialKind.SignInLink, "ann", DashboardRole.Viewer, Hour, Token);
        var (_, session) = (await store.RedeemAsync(used, Hour, Token))!.Value; // the link was made just now
        var (_, waiting) = await store.CreateAsync(CredentialKind.SignInLink, "ann", DashboardRole.Viewer, Hour, Token);
        var (_, token) = await store.CreateAsync(CredentialKind.ApiToken, "ann", DashboardRole.Viewer, Hour, Token);
        var (_, other) = await store.CreateAsync(CredentialKind.ApiToken, "anna", DashboardRole.Viewer, Hour, Token);

        Assert.Equal(3, await store.RevokeAllAsync("ann", Token));

        Assert.Null(await store.FindValidAsync(CredentialKind.Session, session, Token));
        Assert.Null(await store.FindValidAsync(CredentialKind.ApiToken, token, Token));
        Assert.Null(await store.RedeemAsync(waiting, Hour, Token));
        Assert.NotNull(await store.FindValidAsync(CredentialKind.ApiToken, other, Token));
        Assert.Equal(0, await store.RevokeAllAsync("ann", Token));
    }

    [Fact]
    public async Task NoteUse_ManyTimes_IsWrittenOnceAMinute()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new CredentialStore(db.Database, db.Clock);
        var (token, _) = await store.CreateAsync(CredentialKind.ApiToken, "ci", DashboardRole.Viewer, Hour, Token);

        await store.NoteUseAsync(token, Token);
        db.Clock.Advance(TimeSpan.FromSeconds(59));
        var first = Assert.Single(await store.GetAsync(Token));
        await store.NoteUseAsync(first, Token);
        Assert.Equal(TestDatabase.Start, Assert.Single(await store.GetAsync(Token)).UsedAt);
        db.Clock.Advance(TimeSpan.FromSeconds(1));
        await store.NoteUseAsync(first, Token);

        Assert.Equal(TestDatabase.Start.AddMinutes(1), Assert.Single(await store.GetAsync(Token)).UsedAt);
    }

    [Fact]
    public async Task Get_LongAfterTheirEnd_ForgetsThem()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new CredentialStore(db.Database, db.Clock);
        await store.CreateAsync(CredentialKind.Session, "ann", DashboardRole.Viewer, Hour, Token);
        await store.CreateAsync(CredentialKind.ApiToken, "ci", DashboardRole.Viewer, TimeSpan.FromDays(300), Token);
        db.Clock.Advance(TimeSpan.FromDays(30));
        await store.CreateAsync(CredentialKind.Session, "bob", DashboardRole.Viewer, Hour, Token);
        Assert.Equal(["bob", "ci", "ann"], (await store.GetAsync(Token)).Select(credential => credential.Name));
        db.Clock.Advance(Hour * 2);

        await store.CreateAsync(CredentialKind.Session, "eve", DashboardRole.Viewer, Hour, Token);

        Assert.Equal(["eve", "bob", "ci"], (await store.GetAsync(Token)).Select(credential => credential.Name));
    }

    [Fact]
    public async Task Create_NameOrLifetimeThatCannotBe_Throws()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new CredentialStore(db.Database, db.Clock);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.CreateAsync(CredentialKind.ApiToken, " ", DashboardRole.Viewer, Hour, Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.CreateAsync(CredentialKind.ApiToken, new string('a', CredentialStore.MaxName + 1), DashboardRole.Viewer, Hour, Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.CreateAsync(CredentialKind.ApiToken, "ann", DashboardRole.Viewer, TimeSpan.Zero, Token));
        Assert.Empty(await store.GetAsync(Token));
    }

    /// <summary>The database itself keeps two credentials from having one secret.</summary>
    [Fact]
    public async Task Schema_SecretTwice_IsRefused()
    {
        using var db = await TestDatabase.CreateAsync();
        await new CredentialStore(db.Database, db.Clock).CreateAsync(CredentialKind.ApiToken, "ann", DashboardRole.Viewer, Hour, Token);
        await using var connection = await db.Database.OpenWriteAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO credential (kind, secret_hash, name, role, created_at, expires_at) SELECT kind, secret_hash, name, role, created_at, expires_at FROM credential";

        await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteNonQueryAsync(Token));
    }
}
