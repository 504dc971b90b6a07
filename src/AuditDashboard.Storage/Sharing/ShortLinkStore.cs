using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Schema;
using AuditDashboard.Storage.Text;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Sharing;

/// <summary>Short links. Revoked ones stay listed; every question goes to the database, so that what one process revokes holds in all.</summary>
public sealed class ShortLinkStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Longest target, in UTF-16 code units: a link to Explore holds a query of up to 10,000 characters, escaped.</summary>
    public const int MaxTarget = 64 * 1024;

    /// <summary>Longest title, in UTF-16 code units.</summary>
    public const int MaxTitle = 120;

    /// <summary>Longest note, in UTF-16 code units.</summary>
    public const int MaxNote = 1_000;

    /// <summary>Most links of one owner that open.</summary>
    public const int MaxPerOwner = 1_000;

    /// <summary>Makes a link.</summary>
    /// <param name="owner">Who makes it.</param>
    /// <param name="target">A path of the dashboard with its query; the caller has checked it.</param>
    /// <param name="title">1 to 120 characters, not blank.</param>
    /// <param name="note">Up to 1,000 characters.</param>
    /// <param name="cluster">The cluster that the target names: whoever may read that may open it. Null if it names none: then whoever may read what its maker may.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <exception cref="StorageException">The owner has as many as may be.</exception>
    public async Task<ShortLink> CreateAsync(string owner, string target, string title, string note, string? cluster, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(title.Length, MaxTitle, nameof(title));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(note.Length, MaxNote, nameof(note));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(target.Length, MaxTarget, nameof(target));
        var micros = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        var code = LinkCode.Create();
        await database.WriteAsync(
            (connection, _) =>
            {
                using var count = new PreparedStatement(connection, "SELECT count(*) FROM main.short_link WHERE owner = @0 AND revoked_at IS NULL", 1);
                if (count.Number(StorableText.Keep(owner)) >= MaxPerOwner)
                {
                    throw new StorageException($"You have {MaxPerOwner} short links that open. Revoke some first.");
                }

                using var insert = new PreparedStatement(
                    connection, "INSERT INTO main.short_link (code, target, title, note, owner, created_at, clusters) VALUES (@0, @1, @2, @3, @4, @5, @6)", 7);
                return insert.Execute(code, StorableText.Keep(target), StorableText.Keep(title), StorableText.Keep(note), StorableText.Keep(owner), micros, ScopedViews.TextOf(cluster));
            },
            cancellationToken);
        return new ShortLink(code, target, title, note, owner, TimeWindow.FromMicrosSinceEpoch(micros), RevokedAt: null, RevokedBy: null);
    }

    /// <summary>The link of a code that opens; null for one that is unknown or revoked, without saying which.</summary>
    public async Task<ShortLink?> FindAsync(string? code, CancellationToken cancellationToken)
    {
        if (!LinkCode.IsPossible(code))
        {
            return null;
        }

        var row = await database.QueryAsync((context, token) => context.ShortLinks.SingleOrDefaultAsync(l => l.Code == code && l.RevokedAt == null, token), cancellationToken);
        return row is null ? null : ToLink(row);
    }

    /// <summary>Links, newest first, revoked ones too.</summary>
    /// <param name="limit">Most links, 1 or more.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<ShortLink>> GetAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.QueryAsync<IReadOnlyList<ShortLink>>(
            async (context, token) => [.. (await context.ShortLinks.OrderByDescending(l => l.Id).Take(limit).ToListAsync(token)).Select(ToLink)], cancellationToken);
    }

    /// <summary>Revokes a link for good.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="by">Who revokes it.</param>
    /// <param name="onlyOwner">Only a link of this owner; null for anybody's.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>False if there is none that opens, or it is somebody else's.</returns>
    public Task<bool> RevokeAsync(string code, string by, string? onlyOwner, CancellationToken cancellationToken)
    {
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        return database.WriteAsync(
            (connection, _) =>
            {
                using var update = new PreparedStatement(
                    connection, "UPDATE main.short_link SET revoked_at = @0, revoked_by = @1 WHERE code = @2 AND id IN (SELECT id FROM short_link) AND revoked_at IS NULL AND (@3 IS NULL OR owner = @3)", 4);
                return update.Execute(now, StorableText.Keep(by), code, StorableText.Keep(onlyOwner)) == 1;
            },
            cancellationToken);
    }

    private static ShortLink ToLink(ShortLinkEntity row) => new(
        row.Code,
        row.Target,
        row.Title,
        row.Note,
        row.Owner,
        TimeWindow.FromMicrosSinceEpoch(row.CreatedAt),
        row.RevokedAt is { } revoked ? TimeWindow.FromMicrosSinceEpoch(revoked) : null,
        row.RevokedBy);
}
