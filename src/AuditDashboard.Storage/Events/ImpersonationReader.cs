using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Events;

/// <summary>A user on the other side of impersonated requests.</summary>
/// <param name="Name">The user's name; empty for requests that were not signed in.</param>
/// <param name="Events">Events of the two.</param>
public sealed record ImpersonationPeer(string Name, long Events);

/// <summary>Who acted as whom, of one user in a window; most events first.</summary>
/// <param name="ActedAs">Users as which the user acted.</param>
/// <param name="ActedBy">Users who acted as the user.</param>
public sealed record Impersonations(IReadOnlyList<ImpersonationPeer> ActedAs, IReadOnlyList<ImpersonationPeer> ActedBy);

/// <summary>Reads who acted as whom (<c>impersonatedUser</c>). Reads only; safe to share between threads.</summary>
public sealed class ImpersonationReader(AuditDatabase database)
{
    /// <summary>Reads those of one user.</summary>
    /// <param name="name">The user's name.</param>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="window">The window.</param>
    /// <param name="limit">Most users of each side.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public Task<Impersonations> ReadAsync(string name, string? cluster, TimeWindow window, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        (connection, _) => new Impersonations(
            Read(connection, "user_id", "impersonated_user_id", name, cluster, window, limit),
            Read(connection, "impersonated_user_id", "user_id", name, cluster, window, limit)),
        cancellationToken);

    private static List<ImpersonationPeer> Read(SqliteConnection connection, string own, string peer, string name, string? cluster, TimeWindow window, int limit)
    {
        using var find = new PreparedStatement(
            connection,
            $"""
            SELECT coalesce(u.text, ''), count(*) FROM event e JOIN cluster c ON c.id = e.cluster_id LEFT JOIN user_name u ON u.id = e.{peer}
            WHERE e.{own} = (SELECT id FROM user_name WHERE text = @0) AND e.impersonated_user_id IS NOT NULL
                AND e.time >= @1 AND e.time < @2 AND (@3 IS NULL OR c.name = @3)
            GROUP BY e.{peer} ORDER BY count(*) DESC, u.text LIMIT @4
            """,
            5);
        var peers = new List<ImpersonationPeer>();
        using var reader = find.Read(StorableText.Keep(name), window.FromMicros, window.ToMicros, cluster is null ? null : StorableText.Keep(cluster), limit);
        while (reader.Read())
        {
            peers.Add(new ImpersonationPeer(reader.GetString(0), reader.GetInt64(1)));
        }

        return peers;
    }
}
