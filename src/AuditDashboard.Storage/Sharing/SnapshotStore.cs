using System.Security.Cryptography;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Schema;
using AuditDashboard.Storage.Text;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Sharing;

/// <summary>
/// Snapshots: parts first, a few at a time so that harvest is not held up, then the manifest in one transaction that gives the place in the chain.
/// Killed in between, the parts are nobody's, and the next snapshot clears them away.
/// </summary>
public sealed class SnapshotStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Removes parts that no manifest was written for. Only while none is being made.</summary>
    public Task ClearAbandonedAsync(CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) =>
        {
            using var delete = new PreparedStatement(connection, "DELETE FROM main.snapshot_part WHERE code NOT IN (SELECT code FROM main.snapshot)", 0);
            return delete.Execute();
        },
        cancellationToken);

    /// <summary>Stores parts of a snapshot that is not sealed yet.</summary>
    /// <param name="code">The snapshot's code.</param>
    /// <param name="firstNumber">Number of the first of them, from 0.</param>
    /// <param name="contents">Their contents, packed.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    public Task AddPartsAsync(string code, int firstNumber, IReadOnlyList<byte[]> contents, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) =>
        {
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO main.snapshot_part (code, number, content) VALUES (@code, @number, @content)";
            var number = insert.Parameters.Add("@number", Microsoft.Data.Sqlite.SqliteType.Integer);
            var content = insert.Parameters.Add("@content", Microsoft.Data.Sqlite.SqliteType.Blob);
            insert.Parameters.AddWithValue("@code", code);
            for (var i = 0; i < contents.Count; i++)
            {
                (number.Value, content.Value) = (firstNumber + i, contents[i]);
                insert.ExecuteNonQuery();
            }

            return contents.Count;
        },
        cancellationToken);

    /// <summary>Removes the parts of a snapshot that will not be sealed.</summary>
    public Task DropPartsAsync(string code, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) =>
        {
            using var delete = new PreparedStatement(connection, "DELETE FROM main.snapshot_part WHERE code = @0 AND code NOT IN (SELECT code FROM main.snapshot)", 1);
            return delete.Execute(code);
        },
        cancellationToken);

    /// <summary>Gives the snapshot its place in the chain and stores its manifest; from here on it exists.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="seal">Makes the manifest: gets the place in the chain, and the manifest before (null for the first). Called inside the transaction.</param>
    /// <param name="cluster">The only cluster that it is about: whoever may read that may open it. Null if it names none: then whoever may read what its maker may.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>The place in the chain.</returns>
    public Task<long> SealAsync(string code, Func<long, byte[]?, SealedManifest> seal, string? cluster, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, _) =>
        {
            using var last = connection.CreateCommand();
            last.CommandText = "SELECT id, manifest FROM main.snapshot ORDER BY id DESC LIMIT 1";
            long sequence = 1;
            byte[]? before = null;
            using (var reader = last.ExecuteReader())
            {
                if (reader.Read())
                {
                    sequence = reader.GetInt64(0) + 1;
                    before = reader.GetFieldValue<byte[]>(1);
                }
            }

            var made = seal(sequence, before);
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO main.snapshot (id, code, manifest, signature, clusters) VALUES (@id, @code, @manifest, @signature, @clusters)";
            insert.Parameters.AddWithValue("@id", sequence);
            insert.Parameters.AddWithValue("@code", code);
            insert.Parameters.AddWithValue("@manifest", made.Manifest);
            insert.Parameters.AddWithValue("@signature", made.Signature);
            insert.Parameters.AddWithValue("@clusters", (object?)ScopedViews.TextOf(cluster) ?? DBNull.Value);
            insert.ExecuteNonQuery();
            return sequence;
        },
        cancellationToken);

    /// <summary>The snapshot of a code, revoked ones too; null for none.</summary>
    public async Task<StoredSnapshot?> FindAsync(string? code, CancellationToken cancellationToken)
    {
        if (!LinkCode.IsPossible(code))
        {
            return null;
        }

        var row = await database.QueryAsync((context, token) => context.Snapshots.SingleOrDefaultAsync(s => s.Code == code, token), cancellationToken);
        return row is null ? null : ToSnapshot(row);
    }

    /// <summary>SHA-256 of the manifest at a place of the chain, whosever clusters it is about: the one chain goes through all of them, and the hash says nothing of what it is of.</summary>
    /// <returns>Hex, lower case; null for none.</returns>
    public Task<string?> FindManifestHashAsync(long sequence, CancellationToken cancellationToken) => database.ReadAsync(
        (connection, _) =>
        {
            using var find = new PreparedStatement(connection, "SELECT manifest FROM main.snapshot WHERE id = @0", 1);
            using var rows = find.Read(sequence);
            return rows.Read() ? Convert.ToHexStringLower(SHA256.HashData(rows.GetFieldValue<byte[]>(0))) : null;
        },
        cancellationToken);

    /// <summary>True while a snapshot is there and not revoked.</summary>
    public Task<bool> IsOpenAsync(string code, CancellationToken cancellationToken) => database.QueryAsync(
        (context, token) => context.Snapshots.AnyAsync(s => s.Code == code && s.RevokedAt == null, token), cancellationToken);

    /// <summary>One part's content, packed; null if it is not there.</summary>
    public Task<byte[]?> FindPartAsync(string code, int number, CancellationToken cancellationToken) => database.QueryAsync(
        (context, token) => context.SnapshotParts.Where(p => p.Code == code && p.Number == number).Select(p => p.Content).SingleOrDefaultAsync(token), cancellationToken);

    /// <summary>How many parts lie there.</summary>
    public Task<int> CountPartsAsync(string code, CancellationToken cancellationToken) => database.QueryAsync(
        (context, token) => context.SnapshotParts.CountAsync(p => p.Code == code, token), cancellationToken);

    /// <summary>Snapshots, newest first, revoked ones too.</summary>
    /// <param name="limit">Most of them, 1 or more.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<StoredSnapshot>> GetAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.QueryAsync<IReadOnlyList<StoredSnapshot>>(
            async (context, token) => [.. (await context.Snapshots.OrderByDescending(s => s.Id).Take(limit).ToListAsync(token)).Select(ToSnapshot)], cancellationToken);
    }

    /// <summary>Revokes a snapshot for good. Its bytes stay, since the chain goes through them.</summary>
    /// <returns>False if there is none of this code, or it is revoked already.</returns>
    public Task<bool> RevokeAsync(string code, string by, CancellationToken cancellationToken)
    {
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        return database.WriteAsync(
            (connection, _) =>
            {
                using var update = new PreparedStatement(connection, "UPDATE main.snapshot SET revoked_at = @0, revoked_by = @1 WHERE code = @2 AND id IN (SELECT id FROM snapshot) AND revoked_at IS NULL", 3);
                return update.Execute(now, StorableText.Keep(by), code) == 1;
            },
            cancellationToken);
    }

    private static StoredSnapshot ToSnapshot(SnapshotEntity row) => new(
        row.Id, row.Code, row.Manifest, row.Signature, row.RevokedAt is { } revoked ? TimeWindow.FromMicrosSinceEpoch(revoked) : null, row.RevokedBy);
}
