using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Schema;
using AuditDashboard.Storage.Text;
using AuditDashboard.Storage.Turns;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Storage.Credentials;

/// <summary>Sign-in links, sessions and API tokens. Only hashes of their secrets are stored; every question goes to the database, so that what one process revokes holds in all.</summary>
public sealed class CredentialStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Longest name, in UTF-16 code units.</summary>
    public const int MaxName = 100;

    /// <summary>How long ended credentials stay listed.</summary>
    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(30);

    // A token that a script uses many times a second need not be written each time.
    private static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);

    /// <summary>Makes a credential for all clusters.</summary>
    /// <param name="kind">What it opens.</param>
    /// <param name="name">Whom it stands for: 1 to 100 characters, not blank.</param>
    /// <param name="role">What that person may do.</param>
    /// <param name="lifetime">How long it holds.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>The credential, and its secret, which cannot be had again.</returns>
    public Task<(Credential Credential, string Secret)> CreateAsync(
        CredentialKind kind, string name, DashboardRole role, TimeSpan lifetime, CancellationToken cancellationToken) =>
        CreateAsync(kind, name, role, ClusterScope.All, lifetime, cancellationToken);

    /// <summary>Makes a credential.</summary>
    /// <param name="kind">What it opens.</param>
    /// <param name="name">Whom it stands for: 1 to 100 characters, not blank.</param>
    /// <param name="role">What that person may do.</param>
    /// <param name="clusters">The clusters that the role is limited to.</param>
    /// <param name="lifetime">How long it holds.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>The credential, and its secret, which cannot be had again.</returns>
    public async Task<(Credential Credential, string Secret)> CreateAsync(
        CredentialKind kind, string name, DashboardRole role, ClusterScope clusters, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        CheckName(name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        var secret = CredentialSecret.Create();
        var now = clock.GetUtcNow();
        var id = await database.WriteAsync((connection, _) => Insert(connection, kind, secret, name, role, clusters, now, now + lifetime), cancellationToken);
        return (new Credential(id, kind, name, role, now, now + lifetime, UsedAt: null, RevokedAt: null) { Clusters = clusters }, secret);
    }

    /// <summary>Uses a link up and opens a session in the same transaction: of any number of attempts at once, one succeeds.</summary>
    /// <param name="linkSecret">The link's secret, as it came.</param>
    /// <param name="sessionLifetime">How long the session holds.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>The session and its secret; null if the link is unknown, used, revoked or expired, without saying which.</returns>
    public async Task<(Credential Session, string Secret)?> RedeemAsync(string? linkSecret, TimeSpan sessionLifetime, CancellationToken cancellationToken)
    {
        if (CredentialSecret.Hash(linkSecret) is not { } hash)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var secret = CredentialSecret.Create();
        var session = await database.WriteAsync(
            (connection, _) =>
            {
                using var use = new PreparedStatement(
                    connection,
                    "UPDATE credential SET used_at = @0 WHERE secret_hash = @1 AND kind = @2 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > @0",
                    3);
                if (use.Execute(TimeWindow.ToMicrosSinceEpoch(now), hash, (int)CredentialKind.SignInLink) == 0)
                {
                    return null;
                }

                using var find = new PreparedStatement(connection, "SELECT name, role, clusters FROM credential WHERE secret_hash = @0", 1);
                string name;
                DashboardRole role;
                ClusterScope clusters;
                using (var rows = find.Read(hash))
                {
                    rows.Read();
                    name = rows.GetString(0);
                    role = (DashboardRole)rows.GetInt32(1);
                    clusters = ClusterScope.FromText(rows.IsDBNull(2) ? null : rows.GetString(2));
                }

                var id = Insert(connection, CredentialKind.Session, secret, name, role, clusters, now, now + sessionLifetime);
                return new Credential(id, CredentialKind.Session, name, role, now, now + sessionLifetime, UsedAt: null, RevokedAt: null) { Clusters = clusters };
            },
            cancellationToken);
        return session is null ? null : (session, secret);
    }

    /// <summary>The credential of this secret; null if there is none that is valid now.</summary>
    /// <param name="kind">What it must open.</param>
    /// <param name="secret">The secret, as it came.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<Credential?> FindValidAsync(CredentialKind kind, string? secret, CancellationToken cancellationToken)
    {
        if (CredentialSecret.Hash(secret) is not { } hash)
        {
            return null;
        }

        // Asked before each message of a page: whether somebody is still signed in must not wait until what they look at is read.
        using var nobody = ReadingPerson.Enter(null);
        var row = await database.QueryAsync(
            (context, token) => context.Credentials.SingleOrDefaultAsync(c => c.SecretHash == hash && c.Kind == (int)kind, token), cancellationToken);
        return row is not null && ToCredential(row) is var credential && credential.IsValid(clock.GetUtcNow()) ? credential : null;
    }

    /// <summary>Notes that a token was used, at most once a minute.</summary>
    public Task NoteUseAsync(Credential credential, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return credential.UsedAt is { } used && now - used < UseStep
            ? Task.CompletedTask
            : database.WriteAsync(
                (connection, _) =>
                {
                    using var update = new PreparedStatement(connection, "UPDATE credential SET used_at = @0 WHERE id = @1", 2);
                    return update.Execute(TimeWindow.ToMicrosSinceEpoch(now), credential.Id);
                },
                cancellationToken);
    }

    /// <summary>All that are valid, and those that ended in the last 30 days, newest first.</summary>
    public Task<IReadOnlyList<Credential>> GetAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<IReadOnlyList<Credential>>(
            async (context, token) => [.. (await context.Credentials.OrderByDescending(c => c.Id).ToListAsync(token)).Select(ToCredential)], cancellationToken);

    /// <summary>The sessions that are valid now.</summary>
    /// <param name="name">Those of this name alone, exactly; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<Credential>> GetSessionsAsync(string? name, CancellationToken cancellationToken)
    {
        var (now, kept) = (clock.GetUtcNow(), StorableText.Keep(name));
        var rows = await database.QueryAsync(
            (context, token) => context.Credentials.Where(c => c.Kind == (int)CredentialKind.Session && (kept == null || c.Name == kept)).ToListAsync(token), cancellationToken);
        return [.. rows.Select(ToCredential).Where(c => c.IsValid(now))];
    }

    /// <summary>Revokes a credential for good.</summary>
    /// <returns>The credential as it was; null if there is none of this number, or it is revoked already.</returns>
    public async Task<Credential?> RevokeAsync(long id, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync((context, token) => context.Credentials.SingleOrDefaultAsync(c => c.Id == id, token), cancellationToken);
        if (row is null)
        {
            return null;
        }

        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        var isRevoked = await database.WriteAsync(
            (connection, _) =>
            {
                using var update = new PreparedStatement(connection, "UPDATE credential SET revoked_at = @0 WHERE id = @1 AND revoked_at IS NULL", 2);
                return update.Execute(now, id) == 1;
            },
            cancellationToken);
        return isRevoked ? ToCredential(row) : null;
    }

    /// <summary>Revokes every credential of a name that is not revoked yet: links, sessions and tokens.</summary>
    /// <returns>How many were valid until now.</returns>
    public Task<int> RevokeAllAsync(string name, CancellationToken cancellationToken)
    {
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        return database.WriteAsync(
            (connection, _) =>
            {
                using var update = new PreparedStatement(
                    connection,
                    "UPDATE credential SET revoked_at = @0 WHERE name = @1 AND revoked_at IS NULL AND expires_at > @0 AND NOT (kind = @2 AND used_at IS NOT NULL)",
                    3);
                return update.Execute(now, StorableText.Keep(name), (int)CredentialKind.SignInLink);
            },
            cancellationToken);
    }

    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxName, nameof(name));
    }

    private static long Insert(
        Microsoft.Data.Sqlite.SqliteConnection connection, CredentialKind kind, string secret, string name, DashboardRole role, ClusterScope clusters, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        using var forget = new PreparedStatement(connection, "DELETE FROM credential WHERE expires_at < @0 OR revoked_at < @0", 1);
        forget.Execute(TimeWindow.ToMicrosSinceEpoch(now - KeptAfterEnd));
        using var insert = new PreparedStatement(
            connection, "INSERT INTO credential (kind, secret_hash, name, role, created_at, expires_at, clusters) VALUES (@0, @1, @2, @3, @4, @5, @6) RETURNING id", 7);
        return insert.Number(
                (int)kind, CredentialSecret.Hash(secret), StorableText.Keep(name), (int)role, TimeWindow.ToMicrosSinceEpoch(now), TimeWindow.ToMicrosSinceEpoch(expiresAt), clusters.ToText())
            ?? throw new StorageException("A credential could not be stored.");
    }

    private static Credential ToCredential(CredentialEntity row) => new(
        row.Id,
        (CredentialKind)row.Kind,
        row.Name,
        (DashboardRole)row.Role,
        TimeWindow.FromMicrosSinceEpoch(row.CreatedAt),
        TimeWindow.FromMicrosSinceEpoch(row.ExpiresAt),
        row.UsedAt is { } used ? TimeWindow.FromMicrosSinceEpoch(used) : null,
        row.RevokedAt is { } revoked ? TimeWindow.FromMicrosSinceEpoch(revoked) : null)
    {
        Clusters = ClusterScope.FromText(row.Clusters),
    };
}
