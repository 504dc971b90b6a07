using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.SavedQueries;

/// <summary>Queries that readers kept: each reader's own, and those that others share.</summary>
public sealed class SavedQueryStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Most queries of one owner.</summary>
    public const int MaxPerOwner = 500;

    /// <summary>Longest name, in UTF-16 code units.</summary>
    public const int MaxName = 120;

    /// <summary>Longest note, in UTF-16 code units.</summary>
    public const int MaxNote = 1_000;

    /// <summary>The owner's queries and those that others share, by name.</summary>
    public Task<IReadOnlyList<SavedQuery>> GetAsync(string owner, CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<SavedQuery>>(
            async (context, token) =>
            {
                var rows = await context.SavedQueries.Where(q => q.Owner == owner || q.IsShared)
                    .OrderBy(q => q.Name).ThenBy(q => q.Id).Take(2 * MaxPerOwner).ToListAsync(token);
                return
                [
                    .. rows.Select(q => new SavedQuery(q.Id, q.Owner, q.Name, q.Text, q.Note, q.IsShared, TimeWindow.FromMicrosSinceEpoch(q.ChangedAt))),
                ];
            },
            cancellationToken);

    /// <summary>Keeps a query; one of the same owner and name is replaced.</summary>
    /// <param name="owner">Who saves it.</param>
    /// <param name="name">1 to 120 characters, not blank.</param>
    /// <param name="text">The query.</param>
    /// <param name="note">Up to 1,000 characters.</param>
    /// <param name="isShared">True to show it to every reader.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <exception cref="StorageException">The owner has as many as may be.</exception>
    public Task SaveAsync(string owner, string name, string text, string note, bool isShared, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxName, nameof(name));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(note.Length, MaxNote, nameof(note));
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        return database.WriteAsync(
            (connection, _) =>
            {
                using var upsert = new PreparedStatement(
                    connection,
                    """
                    INSERT INTO saved_query (owner, name, text, note, is_shared, created_at, changed_at)
                    SELECT @0, @1, @2, @3, @4, @5, @5
                    WHERE (SELECT count(*) FROM saved_query WHERE owner = @0 AND name <> @1) < @6
                    ON CONFLICT (owner, name) DO UPDATE SET
                        text = excluded.text, note = excluded.note, is_shared = excluded.is_shared, changed_at = excluded.changed_at
                    """,
                    7);
                return upsert.Execute(
                    StorableText.Keep(owner), StorableText.Keep(name), StorableText.Keep(text), StorableText.Keep(note), isShared ? 1 : 0, now, MaxPerOwner) == 1
                    ? 1
                    : throw new StorageException($"There are {MaxPerOwner} saved queries already. Remove one first.");
            },
            cancellationToken);
    }

    /// <summary>Removes a query of this owner; false if the owner has none of this number.</summary>
    public Task<bool> RemoveAsync(string owner, long id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, _) =>
            {
                using var delete = new PreparedStatement(connection, "DELETE FROM saved_query WHERE owner = @0 AND id = @1", 2);
                return delete.Execute(StorableText.Keep(owner), id) == 1;
            },
            cancellationToken);
}
