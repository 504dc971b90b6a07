using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>Ids of the texts of one dimension table within one transaction: remembered, looked up, or made.</summary>
internal sealed class DimensionTable : IDisposable
{
    private readonly DimensionCache _cache;
    private readonly string _table;
    private readonly Dictionary<string, long> _added = new(StringComparer.Ordinal);
    private readonly PreparedStatement _find;
    private readonly PreparedStatement _insert;

    /// <param name="connection">The transaction's connection.</param>
    /// <param name="table">A table of this project's schema, never data.</param>
    /// <param name="cache">What earlier transactions committed.</param>
    public DimensionTable(SqliteConnection connection, string table, DimensionCache cache)
    {
        _cache = cache;
        _table = table;
        _find = new PreparedStatement(connection, $"SELECT id FROM {table} WHERE text = @0", 1);
        _insert = new PreparedStatement(connection, $"INSERT INTO {table} (text) VALUES (@0) RETURNING id", 1);
    }

    /// <summary>The id of a text in its stored form; null for null.</summary>
    public long? IdOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (_cache.TryGet(_table, text, out var id) || _added.TryGetValue(text, out id))
        {
            return id;
        }

        id = _find.Number(text) ?? _insert.Number(text) ?? throw new StorageException("The database gave no row number for a text.");
        _added[text] = id;
        return id;
    }

    /// <summary>Hands the ids to the cache. Only after the commit: a number that was rolled back may go to another text.</summary>
    public void Remember() => _cache.Add(_table, _added);

    /// <inheritdoc/>
    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }
}
