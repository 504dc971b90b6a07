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
            (connection, _) =>
            {
                Add(connection, now, kind, actor, text, address);
                return 0;
            },
            cancellationToken);
    }

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
    internal static void Add(SqliteConnection connection, long nowMicros, ActivityKind kind, string actor, string text, string? address)
    {
        using var insert = new PreparedStatement(connection, "INSERT INTO activity (time, kind, actor, text, address) VALUES (@0, @1, @2, @3, @4)", 5);
        insert.Execute(nowMicros, (int)kind, StorableText.Keep(Clip(actor)), StorableText.Keep(Clip(text)), StorableText.Keep(address));
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
