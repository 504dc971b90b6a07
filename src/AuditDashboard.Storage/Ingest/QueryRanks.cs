using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>Row numbers and stack ranks of the queries within one transaction.</summary>
internal sealed class QueryRanks
{
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> _ranks = [];
    private readonly SqliteConnection _connection;

    /// <summary>Loads what is stored and takes over the ranks that the batch knows.</summary>
    public QueryRanks(SqliteConnection connection, IReadOnlyDictionary<string, int> batchRanks)
    {
        _connection = connection;
        using (var all = new PreparedStatement(connection, "SELECT id, name, stack_rank FROM query", 0))
        using (var reader = all.Read())
        {
            while (reader.Read())
            {
                _ids[reader.GetString(1)] = reader.GetInt64(0);
                if (!reader.IsDBNull(2))
                {
                    _ranks[reader.GetInt64(0)] = reader.GetInt32(2);
                }
            }
        }

        foreach (var (name, rank) in batchRanks)
        {
            var id = IdOf(name);
            if (!_ranks.TryGetValue(id, out var known) || known != rank)
            {
                using var update = new PreparedStatement(connection, "UPDATE query SET stack_rank = @1 WHERE id = @0", 2);
                update.Execute(id, rank);
                _ranks[id] = rank;
            }
        }
    }

    /// <summary>The row number of a query; made if new.</summary>
    public long IdOf(string name)
    {
        if (!_ids.TryGetValue(name, out var id))
        {
            using var insert = new PreparedStatement(_connection, "INSERT INTO query (name) VALUES (@0) RETURNING id", 1);
            id = insert.Number(name) ?? throw new StorageException("The database gave no row number for a query.");
            _ids[name] = id;
        }

        return id;
    }

    /// <summary>Where the stack counts an event that is counted under <paramref name="current"/> and is now also selected by these queries.</summary>
    /// <param name="current">The query it is counted under.</param>
    /// <param name="queryIds">Queries that select it, narrowest first.</param>
    public long Narrower(long current, ReadOnlySpan<long> queryIds)
    {
        // The list itself says the order of what it holds; only between two lists are the ranks needed.
        if (queryIds.Contains(current))
        {
            return queryIds[0];
        }

        return _ranks.TryGetValue(queryIds[0], out var rank) && _ranks.TryGetValue(current, out var currentRank) && rank < currentRank
            ? queryIds[0]
            : current;
    }
}
