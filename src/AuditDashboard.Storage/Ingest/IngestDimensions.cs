using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>All dimension tables of one transaction.</summary>
internal sealed class IngestDimensions : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly DimensionCache _cache;
    private readonly Dictionary<string, DimensionTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Resource, string Subresource), long> _resources = [];
    private readonly PreparedStatement _findResource;
    private readonly PreparedStatement _insertResource;

    /// <param name="connection">The transaction's connection.</param>
    /// <param name="cache">What earlier transactions committed.</param>
    public IngestDimensions(SqliteConnection connection, DimensionCache cache)
    {
        _connection = connection;
        _cache = cache;
        _findResource = new PreparedStatement(connection, "SELECT id FROM resource WHERE resource = @0 AND subresource = @1", 2);
        _insertResource = new PreparedStatement(
            connection, "INSERT INTO resource (text, resource, subresource) VALUES (@0, @1, @2) RETURNING id", 3);
    }

    public long? User(string? text) => Table("user_name").IdOf(text);

    public long? Name(string? text) => Table("object_name").IdOf(text);

    public long? Namespace(string? text) => Table("namespace").IdOf(text);

    public long? Address(string? text) => Table("address").IdOf(text);

    public long? UserAgent(string? text) => Table("user_agent").IdOf(text);

    public long? Uri(string? text) => Table("uri").IdOf(text);

    public long? AuditId(string? text) => Table("audit_id").IdOf(text);

    public long? Word(string? text) => Table("word").IdOf(text);

    public long? Resource(string? resource, string? subresource)
    {
        if (resource is null && subresource is null)
        {
            return null;
        }

        var key = (resource ?? string.Empty, subresource ?? string.Empty);
        if (!_resources.TryGetValue(key, out var id))
        {
            id = _findResource.Number(key.Item1, key.Item2)
                ?? _insertResource.Number(subresource is null ? resource : $"{resource}/{subresource}", key.Item1, key.Item2)
                ?? throw new StorageException("The database gave no row number for a resource.");
            _resources[key] = id;
        }

        return id;
    }

    /// <summary>After the commit: keeps the ids for the next batch.</summary>
    public void Remember()
    {
        foreach (var table in _tables.Values)
        {
            table.Remember();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var table in _tables.Values)
        {
            table.Dispose();
        }

        _findResource.Dispose();
        _insertResource.Dispose();
    }

    private DimensionTable Table(string name)
    {
        if (!_tables.TryGetValue(name, out var table))
        {
            _tables[name] = table = new DimensionTable(_connection, name, _cache);
        }

        return table;
    }
}
