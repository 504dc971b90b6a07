using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Clusters;

/// <summary>Row numbers of clusters, for writers inside a transaction and for readers.</summary>
internal static class ClusterRows
{
    /// <summary>Source of a cluster that only imports made.</summary>
    public const string ImportSource = "Import";

    /// <summary>The row number of a cluster; made if new.</summary>
    public static long IdOf(SqliteConnection connection, string name, string sourceIfNew)
    {
        if (Find(connection, name) is { } id)
        {
            return id;
        }

        using var insert = new PreparedStatement(connection, "INSERT INTO cluster (name, source) VALUES (@0, @1) RETURNING id", 2);
        return insert.Number(StorableText.Keep(name), StorableText.Keep(sourceIfNew))
            ?? throw new StorageException("The database gave no row number for a cluster.");
    }

    /// <summary>The row number of a cluster; null if it is unknown.</summary>
    public static long? Find(SqliteConnection connection, string name)
    {
        using var find = new PreparedStatement(connection, "SELECT id FROM cluster WHERE name = @0", 1);
        return find.Number(StorableText.Keep(name));
    }
}
