using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Activity;

/// <summary>The tool's own audit: rows are added, never changed, and removed only for their age.</summary>
public sealed class ActivityStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Longest text and actor that are kept, in UTF-16 code units.</summary>
    public const int MaxText = 2_000;

    /// <summary>Adds what was done.</summary>
    /// <param name="kind">What kind.</param>
    /// <param name="actor">Who.</param>
    /// <param name="text">What, in one sentence.</param>
    /// <param name="address">Where it came from; null from the command line.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    public Task AddAsync(ActivityKind kind, string actor, string text, string? address, CancellationToken cancellationToken)
    {
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        return database.WriteAsync(
            (connection, _) => Add(connection, database.ActivitySeal, now, kind, actor, text, address),
            cancellationToken,
            written => ActivityHead.Write(database.Path, written.Id, written.Hash));
    }

    /// <summary>Follows the chain through all entries.</summary>
    public Task<ActivityVerdict> VerifyAsync(CancellationToken cancellationToken) => database.ReadAsync(
        (connection, token) =>
        {
            // Before the rows: what is written meanwhile makes the log longer than the file says, never shorter.
            var head = ActivityHead.Read(database.Path);
            return new ActivityVerifier(database.ActivitySeal).Verify(connection, head, token);
        },
        cancellationToken);

    /// <summary>A page, newest first.</summary>
    /// <param name="before">Gives what is older than the entry of this number; null from the newest on.</param>
    /// <param name="kind">This kind alone; null for all.</param>
    /// <param name="limit">Most entries, 1 or more.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<ActivityEntry>> GetAsync(long? before, ActivityKind? kind, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.QueryAsync<IReadOnlyList<ActivityEntry>>(
            async (context, token) =>
            {
                var number = (int?)kind;
                var rows = await context.Activity
                    .Where(a => (before == null || a.Id < before) && (number == null || a.Kind == number))
                    .OrderByDescending(a => a.Id).Take(limit).ToListAsync(token);
                return [.. rows.Select(a => new ActivityEntry(a.Id, TimeWindow.FromMicrosSinceEpoch(a.Time), (ActivityKind)a.Kind, a.Actor, a.Text, a.Address))];
            },
            cancellationToken);
    }

    /// <summary>Adds what was done to the transaction that did it: neither is without the other.</summary>
    /// <param name="connection">Inside a transaction.</param>
    /// <param name="seal">The database's seal.</param>
    /// <param name="nowMicros">Now.</param>
    /// <param name="kind">What kind.</param>
    /// <param name="actor">Who.</param>
    /// <param name="text">What, in one sentence.</param>
    /// <param name="address">Where it came from.</param>
    /// <param name="anchor">Where older entries were removed: the hash of the last of them.</param>
    /// <returns>The entry's number and hash.</returns>
    internal static (long Id, byte[] Hash) Add(
        SqliteConnection connection, ActivitySeal seal, long nowMicros, ActivityKind kind, string actor, string text, string? address, byte[]? anchor = null)
    {
        var (last, previous) = LastOf(connection);
        var row = new SealedRow(last + 1, nowMicros, (int)kind, StorableText.Keep(Clip(actor)), StorableText.Keep(Clip(text)), StorableText.Keep(address), anchor);
        var hash = seal.HashOf(previous, row);
        using var insert = new PreparedStatement(connection, "INSERT INTO activity (id, time, kind, actor, text, address, anchor, hash) VALUES (@0, @1, @2, @3, @4, @5, @6, @7)", 8);
        insert.Execute(row.Id, row.Time, row.Kind, row.Actor, row.Text, row.Address, row.Anchor, hash);
        return (row.Id, hash);
    }

    /// <summary>Removes the oldest entries, up to the first that is kept, so that the chain loses no link in its middle; one new entry says so and holds the chain's new beginning.</summary>
    /// <param name="connection">Inside a transaction.</param>
    /// <param name="seal">The database's seal.</param>
    /// <param name="keptFrom">First instant that is kept, in microseconds since the epoch.</param>
    /// <param name="nowMicros">Now.</param>
    /// <param name="actor">Who removes them.</param>
    /// <param name="text">What to say, from how many were removed.</param>
    /// <returns>How many were removed.</returns>
    internal static long RemoveOldest(SqliteConnection connection, ActivitySeal seal, long keptFrom, long nowMicros, string actor, Func<long, string> text)
    {
        using var find = new PreparedStatement(
            connection, "SELECT max(id) FROM activity WHERE id < coalesce((SELECT min(id) FROM activity WHERE time >= @0), 9223372036854775807)", 1);
        if (find.Number(keptFrom) is not { } lastRemoved)
        {
            return 0;
        }

        byte[] anchor;
        using (var select = new PreparedStatement(connection, "SELECT hash FROM activity WHERE id = @0", 1))
        using (var rows = select.Read(lastRemoved))
        {
            anchor = rows.Read() && !rows.IsDBNull(0) ? rows.GetFieldValue<byte[]>(0) : ActivitySeal.Start;
        }

        // The new entry is bound to the newest before any is gone.
        using var count = new PreparedStatement(connection, "SELECT count(*) FROM activity WHERE id <= @0", 1);
        var removed = count.Number(lastRemoved) ?? 0;
        Add(connection, seal, nowMicros, ActivityKind.Expired, actor, text(removed), address: null, anchor);
        using var delete = new PreparedStatement(connection, "DELETE FROM activity WHERE id <= @0", 1);
        delete.Execute(lastRemoved);
        return removed;
    }

    private static (long Id, byte[] Hash) LastOf(SqliteConnection connection)
    {
        using var select = new PreparedStatement(connection, "SELECT id, hash FROM activity ORDER BY id DESC LIMIT 1", 0);
        using var rows = select.Read();
        return !rows.Read() ? (0, ActivitySeal.Start) : (rows.GetInt64(0), rows.IsDBNull(1) ? ActivitySeal.Start : rows.GetFieldValue<byte[]>(1));
    }

    private static string Clip(string text)
    {
        if (text.Length <= MaxText)
        {
            return text;
        }

        // Never between the halves of a character.
        var end = char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText;
        return text[..end] + "…";
    }
}
