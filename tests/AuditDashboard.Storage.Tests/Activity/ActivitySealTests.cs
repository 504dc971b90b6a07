using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Tests.Activity;

/// <summary>The tool's own audit against somebody who can write the database.</summary>
public sealed class ActivitySealTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chain_OfEntries_IsTheHmacOverEachAndTheOneBefore()
    {
        using var db = await FilledAsync(2);
        var key = HMACSHA256.HashData(db.Database.GetInstallationKey(), Encoding.ASCII.GetBytes("AuditDashboard activity chain 1"));
        var previous = new byte[32];

        // Read anew, and put together by hand.
        foreach (var row in Rows(db))
        {
            using var content = new MemoryStream();
            content.Write(previous);
            foreach (var number in new[] { row.Id, row.Time, row.Kind })
            {
                Write(content, number);
            }

            foreach (var text in new[] { row.Actor, row.Text, row.Address })
            {
                Write(content, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
                content.Write(Encoding.UTF8.GetBytes(text ?? ""));
            }

            Write(content, -1);
            Assert.Equal(HMACSHA256.HashData(key, content.ToArray()), row.Hash);
            previous = row.Hash;
        }

        var verdict = await VerifyAsync(db);
        Assert.Equal((2L, 0L, (DateTimeOffset?)TestDatabase.Start, true), (verdict.Sealed, verdict.Unsealed, verdict.Since, verdict.IsIntact));

        static void Write(MemoryStream stream, long number)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
            stream.Write(bytes);
        }
    }

    [Theory]
    [InlineData("UPDATE activity SET text = 'Signed in.' WHERE id = 3", "Entry 3 ")]
    [InlineData("UPDATE activity SET actor = 'eve' WHERE id = 3", "Entry 3 ")]
    [InlineData("UPDATE activity SET time = time + 1 WHERE id = 3", "Entry 3 ")]
    [InlineData("UPDATE activity SET kind = 2 WHERE id = 3", "Entry 3 ")]
    [InlineData("UPDATE activity SET address = NULL WHERE id = 3", "Entry 3 ")]
    [InlineData("UPDATE activity SET hash = zeroblob(32) WHERE id = 3", "Entry 3 ")]
    [InlineData("UPDATE activity SET hash = NULL WHERE id = 3", "Entry 3 ")]
    [InlineData("DELETE FROM activity WHERE id = 3", "Entry 4 ")]
    [InlineData("DELETE FROM activity WHERE id = 1", "Entry 2 ")]
    [InlineData("DELETE FROM activity WHERE id <= 3", "Entry 4 ")]
    [InlineData("UPDATE activity SET id = 9 WHERE id = 1", "Entry 2 ")]
    [InlineData("INSERT INTO activity (id, time, kind, actor, text) VALUES (9, 1, 2, 'eve', 'x')", "Entry 9 ")]
    [InlineData("INSERT INTO activity (id, time, kind, actor, text, hash) SELECT 9, time, kind, actor, text, hash FROM activity WHERE id = 5", "Entry 9 ")]
    [InlineData("UPDATE activity SET anchor = (SELECT hash FROM activity WHERE id = 2) WHERE id = 5; DELETE FROM activity WHERE id <= 2", "Entry 5 ")]
    [InlineData("DELETE FROM activity WHERE id = 5", "Entry 5 was written and is not there")]
    [InlineData("DELETE FROM activity", "Entry 5 was written and is not there")]
    [InlineData("UPDATE activity SET hash = NULL", "Entry 5 was written and is not there")]
    public async Task Entry_ThatSomebodyElseWrote_IsNamed(string sql, string named)
    {
        using var db = await FilledAsync(5);
        Assert.True((await VerifyAsync(db)).IsIntact);

        Run(db, sql);

        Assert.Contains((await VerifyAsync(db)).Broken, sentence => sentence.StartsWith(named, StringComparison.Ordinal));
    }

    /// <summary>What is written after a change does not hide it, and entries of an older version stay what they are.</summary>
    [Fact]
    public async Task Entries_FromBeforeTheChain_AreCountedApart_AndLaterOnesHideNothing()
    {
        using var db = await TestDatabase.CreateAsync();
        Run(db, "INSERT INTO activity (time, kind, actor, text) VALUES (1, 2, 'ann', 'Signed in.'), (2, 4, 'ann', 'Signed out.')");
        var store = new ActivityStore(db.Database, db.Clock);
        await AddAsync(store, 3);

        var verdict = await VerifyAsync(db);
        Assert.Equal((3, 2, true), (verdict.Sealed, verdict.Unsealed, verdict.IsIntact));

        Run(db, "UPDATE activity SET text = 'x' WHERE id = 4");
        await AddAsync(store, 2);
        Assert.StartsWith("Entry 4 of ", Assert.Single((await VerifyAsync(db)).Broken), StringComparison.Ordinal);
    }

    /// <summary>The oldest entries expire: the chain goes on from where the entry that says so says.</summary>
    [Fact]
    public async Task Entries_ThatExpire_LeaveAChainThatHolds()
    {
        using var db = await FilledAsync(5);
        var store = new ActivityStore(db.Database, db.Clock);
        var removed = await db.Database.WriteAsync(
            (connection, _) => ActivityStore.RemoveOldest(
                connection, db.Database.ActivitySeal, TimeWindow.ToMicrosSinceEpoch(TestDatabase.Start.AddMinutes(3)), TimeWindow.ToMicrosSinceEpoch(db.Clock.GetUtcNow()), "(schedule)", n => $"Removed {n}."),
            Token);

        Assert.Equal(3, removed);
        var verdict = await VerifyAsync(db);
        Assert.Equal((3L, true), (verdict.Sealed, verdict.IsIntact)); // two that are kept, and the one that says so
        Assert.Equal("Removed 3.", (await store.GetAsync(null, null, 10, Token))[0].Text);

        // Everything expires but the entry that says so; then again.
        await db.Database.WriteAsync((connection, _) => ActivityStore.RemoveOldest(connection, db.Database.ActivitySeal, long.MaxValue, TimeWindow.ToMicrosSinceEpoch(db.Clock.GetUtcNow()), "(schedule)", n => $"Removed {n}."), Token);
        await AddAsync(store, 2);
        verdict = await VerifyAsync(db);
        Assert.Equal((3L, true), (verdict.Sealed, verdict.IsIntact));

        Run(db, "DELETE FROM activity WHERE id = (SELECT min(id) FROM activity)"); // with the entry that vouches for the beginning
        Assert.False((await VerifyAsync(db)).IsIntact);
    }

    [Fact]
    public async Task Entries_OfManyWritersAtOnce_AreOneChain()
    {
        using var db = await TestDatabase.CreateAsync();
        var store = new ActivityStore(db.Database, db.Clock);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => store.AddAsync(ActivityKind.Query, $"p{i}", "x", null, Token)));

        var verdict = await VerifyAsync(db);
        Assert.Equal((40L, true), (verdict.Sealed, verdict.IsIntact));
    }

    private static Task<ActivityVerdict> VerifyAsync(TestDatabase db) => new ActivityStore(db.Database, db.Clock).VerifyAsync(Token);

    private static async Task<TestDatabase> FilledAsync(int entries)
    {
        var db = await TestDatabase.CreateAsync();
        await AddAsync(new ActivityStore(db.Database, db.Clock), entries, () => db.Clock.Advance(TimeSpan.FromMinutes(1)));
        return db;
    }

    private static async Task AddAsync(ActivityStore store, int entries, Action? after = null)
    {
        for (var i = 0; i < entries; i++)
        {
            await store.AddAsync(ActivityKind.SignOut, "ann ☃", $"Did {i}.", i % 2 == 0 ? "192.0.2.1" : "::1", Token);
            after?.Invoke();
        }
    }

    private static void Run(TestDatabase db, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={db.Database.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<(long Id, long Time, long Kind, string Actor, string Text, string? Address, byte[] Hash)> Rows(TestDatabase db)
    {
        using var connection = new SqliteConnection($"Data Source={db.Database.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, time, kind, actor, text, address, hash FROM activity ORDER BY id";
        using var reader = command.ExecuteReader();
        var rows = new List<(long, long, long, string, string, string?, byte[])>();
        while (reader.Read())
        {
            rows.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetFieldValue<byte[]>(6)));
        }

        return rows;
    }
}
