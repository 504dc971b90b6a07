using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Bins;

/// <summary>The queries that the database knows.</summary>
internal sealed class QueryNames
{
    private QueryNames(IReadOnlyList<(long Id, string Name)> inStackOrder) => InStackOrder = inStackOrder;

    /// <summary>Narrowest first; those whose rank is unknown last, by name.</summary>
    public IReadOnlyList<(long Id, string Name)> InStackOrder { get; }

    /// <summary>Loads them.</summary>
    public static QueryNames Load(SqliteConnection connection)
    {
        using var select = new PreparedStatement(connection, "SELECT id, name FROM query ORDER BY stack_rank IS NULL, stack_rank, name", 0);
        using var reader = select.Read();
        var queries = new List<(long, string)>();
        while (reader.Read())
        {
            queries.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return new QueryNames(queries);
    }

    /// <summary>The row number of a query; null if it never collected anything.</summary>
    public long? IdOf(string name)
    {
        foreach (var (id, known) in InStackOrder)
        {
            if (known == name)
            {
                return id;
            }
        }

        return null;
    }
}
