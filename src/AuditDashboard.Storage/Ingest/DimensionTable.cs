using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>Ids of the texts of one dimension table within one transaction: remembered, looked up, or made.</summary>
internal sealed class DimensionTable : IDisposable
{
    private readonly DimensionCache _cache;
    private readonly string _table;
    private readonly Dictionary<string, long> _added = new(StringComparer.Ordinal);
    private readonly PreparedStatement _find;
    private readonly PreparedStatement _last;
    private readonly PreparedStatement _insert;
    private long? _lastId;

    /// <param name="connection">The transaction's connection.</param>
    /// <param name="table">A table of this project's schema, never data.</param>
    /// <param name="cache">What earlier transactions committed.</param>
    public DimensionTable(SqliteConnection connection, string table, DimensionCache cache)
    {
        _cache = cache;
        _table = table;
        _find = new PreparedStatement(connection, $"SELECT id FROM {table} WHERE text = @0", 1);
        _last = new PreparedStatement(connection, $"SELECT coalesce(max(id), 0) FROM {table}", 0);
        _insert = new PreparedStatement(connection, $"INSERT INTO {table} (id, text) VALUES (@0, @1) ON CONFLICT (text) DO NOTHING", 2);
    }

    /// <summary>The id of a text in its stored form; null for null.</summary>
    public long? IdOf(string? text) => IdOf(text, out _);

    /// <summary>The id of a text in its stored form; null for null.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isNew">True if it was stored just now, so that no row can have it yet.</param>
    public long? IdOf(string? text, out bool isNew)
    {
        isNew = false;
        if (text is null)
        {
            return null;
        }

        if (_cache.TryGet(_table, text, out var id) || _added.TryGetValue(text, out id))
        {
            return id;
        }

        // What was not remembered is new more often than not. The number is given here, since no other writer is in the table, and rows
        // are removed from it in transactions that advance its generation: RETURNING would make a table of its own for each row.
        _lastId ??= _last.Number() ?? 0;
        isNew = _insert.Execute(_lastId + 1, text) > 0;
        id = isNew ? _lastId.Value + 1 : _find.Number(text) ?? throw new StorageException("The database gave no row number for a text.");
        _lastId = Math.Max(_lastId.Value, id);
        _added[text] = id;
        return id;
    }

    /// <summary>Hands the ids to the cache. Only after the commit: a number that was rolled back may go to another text.</summary>
    public void Remember() => _cache.Add(_table, _added);

    /// <inheritdoc/>
    public void Dispose()
    {
        _find.Dispose();
        _last.Dispose();
        _insert.Dispose();
    }
}
