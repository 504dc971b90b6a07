using System.Globalization;
using System.Runtime.CompilerServices;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AuditDashboard.Storage.Clusters;

/// <summary>
/// Holds a connection to the clusters of a scope, whatever the statements on it say. SQLite looks a name up among the temporary tables and views
/// first: so each table gets a temporary view of its own name that shows the scope's rows alone. A statement that forgets the scope sees less, never
/// more; one that writes through such a name, or names an index of its table, fails. What must go past the views says <c>main.</c>, and keeps to the
/// scope itself: see <c>ScopedViewsTests</c>, which lists those places.
/// </summary>
internal static class ScopedViews
{
    /// <summary>Tables that hold nothing of any one cluster, or only what their readers ask for by its owner.</summary>
    public static readonly IReadOnlySet<string> Open = new HashSet<string>(StringComparer.Ordinal)
    {
        "activity", "address", "audit_id", "credential", "namespace", "object_name", "query", "resource", "saved_query", "uri",
        "user_agent", "user_name", "word", "__EFMigrationsHistory", "__EFMigrationsLock",
    };

    // Rows that belong to a row of another table: @ids and @names are replaced.
    private static readonly Dictionary<string, string> Conditions = new(StringComparer.Ordinal)
    {
        ["cluster"] = "id IN (@ids)",
        ["event_body"] = "EXISTS (SELECT 1 FROM main.event e WHERE e.id = event_id AND e.cluster_id IN (@ids))",
        ["quarantine_match"] = "EXISTS (SELECT 1 FROM main.quarantine q WHERE q.id = quarantine_id AND q.cluster_id IN (@ids))",
        ["run_query"] = "EXISTS (SELECT 1 FROM main.run r WHERE r.id = run_id AND r.cluster_id IN (@ids))",
        ["listing_object"] = "EXISTS (SELECT 1 FROM main.listing l WHERE l.id = listing_id AND l.cluster_id IN (@ids))",
        ["forgotten_spend"] = "cluster IN (@names)",
        ["query_history"] = "cluster IS NULL OR cluster IN (@names)",
        ["short_link"] = Shared("clusters"),
        ["snapshot"] = Shared("clusters"),
        ["snapshot_part"] = $"EXISTS (SELECT 1 FROM main.snapshot s WHERE s.code = snapshot_part.code AND {Shared("s.clusters")})",
        ["review"] = Shared("clusters"),
        ["review_item"] = $"EXISTS (SELECT 1 FROM main.review r WHERE r.id = review_id AND {Shared("r.clusters")})",
        ["review_mark"] = $"EXISTS (SELECT 1 FROM main.review_item i JOIN main.review r ON r.id = i.review_id WHERE i.id = item_id AND {Shared("r.clusters")})",
    };

    private static readonly ConditionalWeakTable<sqlite3, Limits> Known = [];

    /// <summary>True if it was decided which rows of a table a limited person may see. Of others they see none.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="hasCluster">True if it has a column <c>cluster_id</c>.</param>
    public static bool IsDecided(string table, bool hasCluster) => hasCluster || Open.Contains(table) || Conditions.ContainsKey(table);

    /// <summary>Puts the views in place; those that a pooled connection brought along stay if they are the same.</summary>
    /// <param name="connection">A connection that serves scopes alone, never <see cref="ClusterScope.All"/>.</param>
    /// <param name="scope">The scope; not all.</param>
    public static void Put(SqliteConnection connection, ClusterScope scope)
    {
        var ids = IdsOf(connection, scope);
        var key = scope.ToText() + string.Join(',', ids);
        var handle = connection.Handle ?? throw new StorageException("The connection is not open.");
        if (Known.TryGetValue(handle, out var limits) && limits.Key == key)
        {
            return;
        }

        Known.Remove(handle);
        using var command = connection.CreateCommand();
        command.CommandText = string.Join('\n', TablesOf(connection).Select(table => ViewOf(table, ids, scope.Names)));
        command.ExecuteNonQuery();
        Known.Add(handle, new Limits(key, ids));
    }

    /// <summary>Row numbers of the clusters that a connection is held to; null for all. For statements that go past the views.</summary>
    public static IReadOnlyList<long>? ClusterIds(SqliteConnection connection) =>
        connection.Handle is { } handle && Known.TryGetValue(handle, out var limits) ? limits.Ids : null;

    /// <summary>What a thing that people share is about, as it is stored: one cluster, or whatever its maker may read.</summary>
    /// <param name="cluster">The only cluster that it is about; null if it names none.</param>
    public static string? TextOf(string? cluster) => cluster is null ? ClusterScope.Current.ToText() : ClusterScope.Of([cluster]).ToText();

    // What names no cluster was made by somebody who may see all of them. An empty list is of nobody's.
    private static string Shared(string column) =>
        $"({column} IS NOT NULL AND json_array_length({column}) > 0 AND NOT EXISTS (SELECT 1 FROM json_each({column}) j WHERE j.value NOT IN (@names)))";

    private static List<long> IdsOf(SqliteConnection connection, ClusterScope scope)
    {
        var ids = new List<long>();
        using var find = new PreparedStatement(connection, "SELECT id FROM main.cluster WHERE name = @0", 1);
        foreach (var name in scope.Names)
        {
            if (find.Number(StorableText.Keep(name)) is { } id)
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    private static List<(string Name, bool HasCluster)> TablesOf(SqliteConnection connection)
    {
        using var select = new PreparedStatement(
            connection,
            """
            SELECT t.name, EXISTS (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.name = 'cluster_id')
            FROM main.sqlite_master t WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY t.name
            """,
            0);
        using var reader = select.Read();
        var tables = new List<(string, bool)>();
        while (reader.Read())
        {
            tables.Add((reader.GetString(0), reader.GetBoolean(1)));
        }

        return tables;
    }

    private static string ViewOf((string Name, bool HasCluster) table, IReadOnlyList<long> ids, IReadOnlyList<string> names)
    {
        if (Open.Contains(table.Name))
        {
            return "";
        }

        // A table that nobody has decided about shows nothing.
        var condition = Conditions.TryGetValue(table.Name, out var own) ? own : table.HasCluster ? "cluster_id IN (@ids)" : "0";
        var where = condition
            .Replace("@ids", string.Join(", ", ids.Select(id => id.ToString(CultureInfo.InvariantCulture))), StringComparison.Ordinal)
            .Replace("@names", string.Join(", ", names.Select(Quoted)), StringComparison.Ordinal);
        return $"DROP VIEW IF EXISTS temp.\"{table.Name}\"; CREATE TEMP VIEW \"{table.Name}\" AS SELECT * FROM main.\"{table.Name}\" WHERE {where};";
    }

    // Views take no parameters. Names come out of settings or commands of administrators; a NUL would end the statement.
    private static string Quoted(string name) => $"'{StorableText.Keep(name).Replace("'", "''", StringComparison.Ordinal)}'";

    private sealed record Limits(string Key, IReadOnlyList<long> Ids);
}
