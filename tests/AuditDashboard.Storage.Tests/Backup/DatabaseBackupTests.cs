using AuditDashboard.Storage.Backup;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace AuditDashboard.Storage.Tests.Backup;

/// <summary>Copies of a database that is being written, and their way back.</summary>
public sealed class DatabaseBackupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BackUp_CommitsBetweenItsSteps_HoldsTheMomentItBegan()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitMinuteAsync(db, 1);
        var atStart = db.Dump();
        var file = FileIn(db, "backup.db");
        var minute = 1;

        var steps = 0;
        var content = await Backup(db, stepPages: 4).BackUpAsync(
            file,
            _ =>
            {
                steps++;
                if (minute < 6)
                {
                    // Another connection of the same process, as a harvest's; the next step comes after its commit.
                    CommitMinuteAsync(db, ++minute).Wait(Token);
                }
            },
            Token);

        Assert.True(steps > 5, $"It took {steps} steps.");
        Assert.Equal((1, 1), (content.Events, content.Clusters));
        Assert.Equal(TimeWindow.FromMicrosSinceEpoch(TestEvents.T0 + TimeWindow.MinuteMicros), content.LastEventAt);
        Assert.Equal(new FileInfo(file).Length, content.Bytes);
        Assert.Equal(6, db.Number("SELECT count(*) FROM event"));
        Assert.Equal(atStart, await RestoredDumpAsync(file));
        Assert.Equal([file], Directory.GetFiles(db.Folder, "backup*"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task BackUp_FileThatExists_IsLeftAlone()
    {
        using var db = await TestDatabase.CreateAsync();
        var file = FileIn(db, "backup.db");
        await File.WriteAllTextAsync(file, "mine", Token);

        var refused = await Assert.ThrowsAsync<StorageException>(() => Backup(db).BackUpAsync(file, null, Token));

        Assert.Contains("exists", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(file, Token));
    }

    [Fact]
    public async Task BackUp_NoDatabase_MakesNone()
    {
        using var db = TestDatabase.CreateUninitialized();

        await Assert.ThrowsAsync<StorageException>(() => Backup(db).BackUpAsync(FileIn(db, "backup.db"), null, Token));

        Assert.Empty(Directory.GetFiles(db.Folder));
    }

    [Fact]
    public async Task BackUp_Cancelled_LeavesNothing()
    {
        using var db = await TestDatabase.CreateAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var before = Directory.GetFiles(db.Folder);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Backup(db, stepPages: 1).BackUpAsync(FileIn(db, "backup.db"), _ => stop.Cancel(), stop.Token));

        Assert.Equal(before.Order(), Directory.GetFiles(db.Folder).Order());
    }

    [Fact]
    public async Task BackUp_DamagedDatabase_IsRefused()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitMinuteAsync(db, 1);
        db.Database.Dispose();
        SqliteConnection.ClearAllPools();
        Damage(db.Database.Path);

        var refused = await Assert.ThrowsAsync<StorageException>(() => Backup(db).BackUpAsync(FileIn(db, "backup.db"), null, Token));

        Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(FileIn(db, "backup.db")));
    }

    [Fact]
    public async Task Restore_AfterMoreWasCollected_OwesItAgainAndKeepsTheOtherAside()
    {
        using var db = await TestDatabase.CreateAsync();
        await db.Clusters.RegisterAsync("prod", "Demo", TestDatabase.Start.AddHours(-1), Token);
        await CommitMinuteAsync(db, 1);
        var lease = await db.Leases.TryAcquireAsync("prod", TimeSpan.FromMinutes(2), Token);
        var atBackup = db.Dump();
        await Backup(db).BackUpAsync(FileIn(db, "backup.db"), null, Token);
        await CommitMinuteAsync(db, 2);
        db.Database.Dispose();

        var result = await Backup(db).RestoreAsync(FileIn(db, "backup.db"), null, Token);

        using var again = db.OpenAgain();
        await again.InitializeAsync(Token);
        Assert.Equal(atBackup, db.Dump());
        Assert.Equal(1, result.Content.Events);
        Assert.False(result.HasKey);
        Assert.Equal(db.Database.Path + ".replaced-20261120T120000Z", result.ReplacedPath);
        Assert.Equal(2, NumberIn(result.ReplacedPath!, "SELECT count(*) FROM event")); // compared in the line above
        var line = Assert.Single(await new CoverageReader(again, db.Clock).GetLinesAsync("prod", Minutes(1, 3), [new CoverageQuery("roles", "hash")], Token));
        Assert.Equal(
            [(Minutes(1, 2), CoverageState.Collected), (Minutes(2, 3), CoverageState.NotCollected)],
            line.Stretches.Select(s => (s.Window, s.State)));

        // Whoever held the cluster when the backup was made holds it no more.
        var next = await new LeaseStore(again, db.Clock).TryAcquireAsync("prod", TimeSpan.FromMinutes(2), Token);
        Assert.Equal(lease?.FencingNumber + 1, next?.FencingNumber);
    }

    [Fact]
    public async Task Restore_WhereThereWasNone_MakesTheDatabase()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitMinuteAsync(db, 1);
        await Backup(db).BackUpAsync(FileIn(db, "backup.db"), null, Token);

        Assert.Equal(db.Dump(), await RestoredDumpAsync(FileIn(db, "backup.db")));
    }

    [Fact]
    public async Task Restore_DatabaseOpenInAnotherProcess_IsRefused()
    {
        using var db = await TestDatabase.CreateAsync();
        await Backup(db).BackUpAsync(FileIn(db, "backup.db"), null, Token);
        await CommitMinuteAsync(db, 1);
        SqliteConnection.ClearAllPools(); // as a process that waits between two harvests: no connection is open

        var refused = await Assert.ThrowsAsync<StorageException>(() => Backup(db).RestoreAsync(FileIn(db, "backup.db"), null, Token));

        Assert.Contains("has the database open", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, db.Number("SELECT count(*) FROM event"));
    }

    [Fact]
    public async Task Restore_DatabaseOpenInADatabaseTool_IsRefused()
    {
        using var db = await TestDatabase.CreateAsync();
        await Backup(db).BackUpAsync(FileIn(db, "backup.db"), null, Token);
        await CommitMinuteAsync(db, 1);
        db.Database.Dispose();
        await using var tool = new SqliteConnection($"Data Source={db.Database.Path};Pooling=False");
        await tool.OpenAsync(Token);
        await using var command = tool.CreateCommand();
        command.CommandText = "SELECT count(*) FROM event";
        Assert.Equal(1L, await command.ExecuteScalarAsync(Token));

        var refused = await Assert.ThrowsAsync<StorageException>(() => Backup(db).RestoreAsync(FileIn(db, "backup.db"), null, Token));

        Assert.Contains("has the database open", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await command.ExecuteScalarAsync(Token));
    }

    [Theory]
    [InlineData("text", "is no SQLite database")]
    [InlineData("empty", "it is no backup")]
    [InlineData("foreign", "of another program")]
    [InlineData("foreign-ef", "of another program")]
    [InlineData("newer", "newer version")]
    [InlineData("damaged", "is damaged")]
    [InlineData("half", "is damaged")]
    [InlineData("missing", "There is no file")]
    [InlineData("itself", "is the database itself")]
    public async Task Restore_FileThatIsNoGoodBackup_IsRefusedAndTheDatabaseStays(string kind, string expected)
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitMinuteAsync(db, 1);
        var file = FileIn(db, "backup.db");
        await Backup(db).BackUpAsync(file, null, Token);
        await CommitMinuteAsync(db, 2);
        var before = db.Dump();
        db.Database.Dispose();
        switch (kind)
        {
            case "text":
                await File.WriteAllTextAsync(file, new string('x', 10_000), Token);
                break;
            case "empty":
                await File.WriteAllBytesAsync(file, [], Token);
                break;
            case "foreign":
                File.Delete(file);
                ExecuteIn(file, "CREATE TABLE note (id INTEGER PRIMARY KEY)");
                break;
            case "foreign-ef":
                ExecuteIn(file, "UPDATE __EFMigrationsHistory SET MigrationId = 'x' || MigrationId");
                break;
            case "newer":
                ExecuteIn(file, "INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_FromTheFuture', '99.0.0')");
                break;
            case "damaged":
                Damage(file);
                break;
            case "half":
                await using (var stream = new FileStream(file, FileMode.Open))
                {
                    stream.SetLength(stream.Length / 2 / 8192 * 8192);
                }

                break;
            case "missing":
                File.Delete(file);
                break;
            default:
                file = db.Database.Path;
                break;
        }

        var refused = await Assert.ThrowsAsync<StorageException>(() => Backup(db).RestoreAsync(file, null, Token));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, db.Dump());
        Assert.DoesNotContain(Directory.GetFiles(db.Folder), path => path.Contains("partial", StringComparison.Ordinal) || path.Contains("replaced", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restore_OverADamagedDatabaseWithAJournal_KeepsBothAside()
    {
        using var db = await TestDatabase.CreateAsync();
        await CommitMinuteAsync(db, 1);
        await Backup(db).BackUpAsync(FileIn(db, "backup.db"), null, Token);
        var expected = db.Dump();
        db.Database.Dispose();
        SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(db.Database.Path, new string('x', 10_000), Token);
        await File.WriteAllTextAsync(db.Database.Path + "-wal", "journal", Token);

        var result = await Backup(db).RestoreAsync(FileIn(db, "backup.db"), null, Token);

        Assert.Equal(expected, db.Dump());
        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync(result.ReplacedPath!, Token)); // there was one to replace
        Assert.Equal("journal", await File.ReadAllTextAsync(result.ReplacedPath + "-wal", Token));
    }

    [Fact]
    public async Task Restore_TwiceInOneSecond_KeepsEachOfTheReplaced()
    {
        using var db = await TestDatabase.CreateAsync();
        await Backup(db).BackUpAsync(FileIn(db, "backup.db"), null, Token);
        db.Database.Dispose();

        var first = await Backup(db).RestoreAsync(FileIn(db, "backup.db"), null, Token);
        var second = await Backup(db).RestoreAsync(FileIn(db, "backup.db"), null, Token);

        Assert.NotEqual(first.ReplacedPath, second.ReplacedPath);
        Assert.True(File.Exists(first.ReplacedPath) && File.Exists(second.ReplacedPath));
    }

    [Fact]
    public async Task Restore_BackupOfTheFirstSchema_IsBroughtUpToDateAtTheNextStart()
    {
        using var old = TestDatabase.CreateUninitialized();
        await using (var connection = new SqliteConnection($"Data Source={old.Database.Path};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var context = AuditDatabase.CreateContext(connection);
            await context.GetService<IMigrator>().MigrateAsync("20261123223205_Initial", Token);
        }

        await Backup(old).BackUpAsync(FileIn(old, "backup.db"), null, Token);
        using var db = TestDatabase.CreateUninitialized();

        await Backup(db).RestoreAsync(FileIn(old, "backup.db"), null, Token);
        await db.Database.InitializeAsync(Token);

        await CommitMinuteAsync(db, 1);
        Assert.Equal(1, db.Number("SELECT count(*) FROM event"));
    }

    [Fact]
    public async Task Initialize_DatabaseOfAnotherProgram_IsRefusedAndLeftAlone()
    {
        using var db = TestDatabase.CreateUninitialized();
        db.Execute("CREATE TABLE note (id INTEGER PRIMARY KEY)");
        var before = await File.ReadAllBytesAsync(db.Database.Path, Token);

        var refused = await Assert.ThrowsAsync<StorageException>(() => db.Database.InitializeAsync(Token));

        Assert.Contains("another program", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(db.Database.Path, Token));
    }

    private static DatabaseBackup Backup(TestDatabase db, int stepPages = 2048) =>
        new(db.Database.Path, TimeSpan.FromSeconds(5), db.Clock) { StepPages = stepPages };

    private static string FileIn(TestDatabase db, string name) => Path.Combine(db.Folder, name);

    private static TimeWindow Minutes(int from, int to) =>
        new(TestEvents.T0 + (from * TimeWindow.MinuteMicros), TestEvents.T0 + (to * TimeWindow.MinuteMicros));

    private static Task<IngestResult> CommitMinuteAsync(TestDatabase db, int minute) => db.Ingest.CommitAsync(
        TestDatabase.Batch(TestEvents.Match(TestEvents.Event(TestEvents.RoleChange(minute)), "roles")) with
        {
            Coverage = [new CoverageGain("roles", "hash", Minutes(minute, minute + 1), CoverageHow.Live, 1, 100, IsSettled: true)],
        },
        Token);

    /// <summary>What a database holds that was made from a backup alone.</summary>
    private static async Task<string> RestoredDumpAsync(string file)
    {
        using var other = TestDatabase.CreateUninitialized();
        var result = await Backup(other).RestoreAsync(file, null, Token);
        Assert.Null(result.ReplacedPath);
        await other.Database.InitializeAsync(Token);
        return other.Dump();
    }

    /// <summary>Overwrites what pages hold, but not the first ones, which say what kind of file it is.</summary>
    private static void Damage(string path)
    {
        using var stream = new FileStream(path, FileMode.Open);
        stream.Position = stream.Length / 8192 / 2 * 8192;
        stream.Write(Enumerable.Repeat((byte)0xA5, 8192 * 4).ToArray());
    }

    private static void ExecuteIn(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long NumberIn(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long number ? number : -1;
    }
}
