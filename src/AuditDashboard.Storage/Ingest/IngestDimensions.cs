using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>All dimension tables of one transaction.</summary>
internal sealed class IngestDimensions : IDisposable
{
    private readonly DimensionTable _users;
    private readonly DimensionTable _names;
    private readonly DimensionTable _namespaces;
    private readonly DimensionTable _addresses;
    private readonly DimensionTable _userAgents;
    private readonly DimensionTable _uris;
    private readonly DimensionTable _auditIds;
    private readonly DimensionTable _words;
    private readonly DimensionTable[] _tables;
    private readonly Dictionary<(string Resource, string Subresource), long> _resources = [];
    private readonly PreparedStatement _findResource;
    private readonly PreparedStatement _insertResource;

    /// <param name="connection">The transaction's connection.</param>
    /// <param name="cache">What earlier transactions committed.</param>
    public IngestDimensions(SqliteConnection connection, DimensionCache cache)
    {
        _tables =
        [
            _users = new DimensionTable(connection, "user_name", cache),
            _names = new DimensionTable(connection, "object_name", cache),
            _namespaces = new DimensionTable(connection, "namespace", cache),
            _addresses = new DimensionTable(connection, "address", cache),
            _userAgents = new DimensionTable(connection, "user_agent", cache),
            _uris = new DimensionTable(connection, "uri", cache),
            _auditIds = new DimensionTable(connection, "audit_id", cache),
            _words = new DimensionTable(connection, "word", cache),
        ];
        _findResource = new PreparedStatement(connection, "SELECT id FROM resource WHERE resource = @0 AND subresource = @1", 2);
        _insertResource = new PreparedStatement(
            connection, "INSERT INTO resource (text, resource, subresource) VALUES (@0, @1, @2) RETURNING id", 3);
    }

    public long? User(string? text) => _users.IdOf(text);

    public long? Name(string? text) => _names.IdOf(text);

    public long? Namespace(string? text) => _namespaces.IdOf(text);

    public long? Address(string? text) => _addresses.IdOf(text);

    public long? UserAgent(string? text) => _userAgents.IdOf(text);

    public long? Uri(string? text) => _uris.IdOf(text);

    public long? AuditId(string? text, out bool isNew) => _auditIds.IdOf(text, out isNew);

    public long? Word(string? text) => _words.IdOf(text);

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
        foreach (var table in _tables)
        {
            table.Remember();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var table in _tables)
        {
            table.Dispose();
        }

        _findResource.Dispose();
        _insertResource.Dispose();
    }
}
