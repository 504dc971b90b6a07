using AuditDashboard.Storage.Schema;
using AuditDashboard.Storage.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace AuditDashboard.Storage.Tests.Schema;

public sealed class DatabaseSetupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Model_ComparedWithMigrations_HasNoPendingChanges()
    {
        using var context = new AuditDbContextFactory().CreateDbContext([]);

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Initialize_NewFile_IsWalWithPagesOf8KibibytesForItsOwnerAlone()
    {
        using var db = TestDatabase.CreateUninitialized();
        using var nested = new AuditDatabase(Path.Combine(db.Folder, "a", "b", "audit.db"), TimeSpan.FromSeconds(5));

        await nested.InitializeAsync(Token);

        await using var connection = await nested.OpenWriteAsync(Token);
        Assert.Equal("wal", Scalar(connection, "PRAGMA journal_mode"));
        Assert.Equal("8192", Scalar(connection, "PRAGMA page_size"));
        Assert.Equal("2", Scalar(connection, "PRAGMA synchronous"));
        Assert.Equal("5000", Scalar(connection, "PRAGMA busy_timeout"));
        Assert.Equal("1", Scalar(connection, "PRAGMA foreign_keys"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(nested.Path));
        }
    }

    [Fact]
    public async Task OpenRead_Write_IsRefused()
    {
        using var db = await TestDatabase.CreateAsync();
        await using var connection = await db.Database.OpenReadAsync(Token);

        var refused = Assert.Throws<SqliteException>(() => Scalar(connection, "DELETE FROM event"));

        Assert.Equal(8, refused.SqliteErrorCode);
    }

    [Fact]
    public async Task Initialize_StaleMigrationLockAndPendingMigration_Finishes()
    {
        using var db = TestDatabase.CreateUninitialized();
        db.Execute(
            """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
            """);

        await db.Database.InitializeAsync(Token).WaitAsync(TimeSpan.FromMinutes(3), Token);

        Assert.Equal(0, db.Number("SELECT count(*) FROM event"));
        Assert.Equal(0, db.Number("SELECT count(*) FROM \"__EFMigrationsLock\""));
    }

    [Fact]
    public async Task Initialize_StaleMigrationLockAndNothingPending_Finishes()
    {
        using var db = await TestDatabase.CreateAsync();
        db.Execute("INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01 00:00:00')");
        using var again = db.OpenAgain();

        await again.InitializeAsync(Token).WaitAsync(TimeSpan.FromMinutes(3), Token);

        Assert.Equal(0, db.Number("SELECT count(*) FROM event"));
    }

    [Fact]
    public async Task Initialize_DatabaseOfTheFirstSchema_GivesEachEventTheBitsOfItsQueries()
    {
        using var db = TestDatabase.CreateUninitialized();
        await using (var connection = new SqliteConnection($"Data Source={db.Database.Path};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var context = AuditDatabase.CreateContext(connection);
            await context.GetService<IMigrator>().MigrateAsync("20261123223205_Initial", Token);
        }

        db.Execute(
            """
            PRAGMA foreign_keys = OFF;
            INSERT INTO event (id, cluster_id, kind, stack_query_id, flags, is_from_files, first_seen, identity)
            VALUES (1, 1, 0, 2, 0, 0, 0, x'01'), (2, 1, 0, 2, 0, 0, 0, x'02'), (3, 1, 0, 62, 0, 0, 0, x'03');
            INSERT INTO event_match (event_id, query_id, cluster_id) VALUES (1, 2, 1), (2, 2, 1), (2, 5, 1), (3, 62, 1), (3, 63, 1), (3, 70, 1);
            """);

        await db.Database.InitializeAsync(Token);

        Assert.Equal(0b100, db.Number("SELECT query_bits FROM event WHERE id = 1"));
        Assert.Equal(0b100100, db.Number("SELECT query_bits FROM event WHERE id = 2"));
        Assert.Equal(1L << 62, db.Number("SELECT query_bits FROM event WHERE id = 3"));
    }

    [Fact]
    public async Task Initialize_DatabaseWithoutCosts_KeepsItsRunsAtNoCost()
    {
        using var db = TestDatabase.CreateUninitialized();
        await using (var connection = new SqliteConnection($"Data Source={db.Database.Path};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var context = AuditDatabase.CreateContext(connection);
            await context.GetService<IMigrator>().MigrateAsync("20261126001935_SavedQueries", Token);
        }

        db.Execute(
            """
            INSERT INTO cluster (id, name, source) VALUES (1, 'prod', 'Demo');
            INSERT INTO run (id, cluster_id, "trigger", state, started_at, seen_at, events_inserted, events_known, quarantined, bytes_scanned)
            VALUES (7, 1, 1, 2, 0, 0, 5, 0, 0, 900);
            """);

        await db.Database.InitializeAsync(Token);

        var run = Assert.Single(await db.Runs.GetLatestAsync("prod", 10, Token));
        Assert.Equal((7, 5, 900, 0, 0, 0), (run.Id, run.EventsInserted, run.BytesScanned, run.AloneBytes, run.PricePicos, run.EventsLate));
    }

    [Fact]
    public async Task Initialize_NewerSchema_IsRefusedWithASentence()
    {
        using var db = await TestDatabase.CreateAsync();
        db.Execute("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231000000_FromTheFuture', '99.0.0')");
        using var again = db.OpenAgain();

        var refused = await Assert.ThrowsAsync<StorageException>(() => again.InitializeAsync(Token));

        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initialize_FileThatIsNoDatabase_IsRefusedAndLeftAlone()
    {
        using var db = TestDatabase.CreateUninitialized();
        await File.WriteAllTextAsync(db.Database.Path, new string('x', 10_000), Token);

        await Assert.ThrowsAsync<StorageException>(() => db.Database.InitializeAsync(Token));

        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync(db.Database.Path, Token));
    }

    [Fact]
    public async Task Initialize_ManyAtOnce_AllSucceed()
    {
        using var db = TestDatabase.CreateUninitialized();
        var all = Enumerable.Range(0, 6).Select(_ => db.OpenAgain()).ToList();

        await Task.WhenAll(all.Select(d => Task.Run(() => d.InitializeAsync(Token), Token)));

        using var context = new AuditDbContextFactory().CreateDbContext([]);
        Assert.Equal(context.Database.GetMigrations().Count(), db.Number("SELECT count(*) FROM \"__EFMigrationsHistory\""));
        all.ForEach(d => d.Dispose());
    }

    [Theory]
    [InlineData("3.51.3", true)]
    [InlineData("3.53.0", true)]
    [InlineData("3.50.7", true)]
    [InlineData("3.44.6", true)]
    [InlineData("3.51.2", false)]
    [InlineData("3.50.6", false)]
    [InlineData("3.49.2", false)]
    [InlineData("3.44.5", false)]
    [InlineData("3.7.0", false)]
    public void SqliteVersion_WithOrWithoutTheWalRepair_IsToldApart(string version, bool isSafe) =>
        Assert.Equal(isSafe, DatabaseSetup.IsSafeVersion(Version.Parse(version)));

    [Fact]
    public async Task InstallationKey_AskedByManyAtOnce_IsOneKeyForItsOwnerAlone()
    {
        using var db = TestDatabase.CreateUninitialized();

        using var start = new Barrier(8);
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var again = db.OpenAgain();
                start.SignalAndWait(Token);
                return Convert.ToHexString(again.GetInstallationKey());
            },
            Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(64, Assert.Single(keys.Distinct()).Length);
        Assert.Single(Directory.GetFiles(db.Folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(db.Database.Path + ".key"));
        }
    }

    [Fact]
    public void InstallationKey_FileLeftEmpty_IsMadeAndStays()
    {
        using var db = TestDatabase.CreateUninitialized();
        File.WriteAllText(db.Database.Path + ".key", "");

        var key = Convert.ToHexString(db.Database.GetInstallationKey());

        Assert.Equal(64, key.Length);
        Assert.Equal(key, Convert.ToHexString(db.OpenAgain().GetInstallationKey()));
    }

    [Fact]
    public void InstallationKey_FileOfSomethingElse_IsRefused()
    {
        using var db = TestDatabase.CreateUninitialized();
        File.WriteAllText(db.Database.Path + ".key", "not a key");

        Assert.Throws<StorageException>(db.Database.GetInstallationKey);
    }

    private static string? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
