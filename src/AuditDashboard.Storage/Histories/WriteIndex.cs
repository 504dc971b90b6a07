using System.Globalization;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Histories;

/// <summary>Where a write is stored.</summary>
/// <param name="RowId">The event's row.</param>
/// <param name="TimeMicros">Event time in microseconds since 1970; null where undated.</param>
internal readonly record struct WritePlace(long RowId, long? TimeMicros);

/// <summary>Which events of a cluster write which object: 24 bytes an event, brought up to date by what was stored since.</summary>
/// <remarks>Used under its owner's lock.</remarks>
internal sealed class WriteIndex(string cluster)
{
    private readonly Dictionary<ObjectKey, List<WritePlace>> _byObject = [];
    private readonly Dictionary<(TrackedKind Kind, string Namespace), List<WritePlace>> _collections = [];
    private readonly List<WritePlace> _unplaced = [];
    private readonly Dictionary<long, string> _namespaces = [];
    private readonly HashSet<(TrackedKind Kind, string Namespace)> _newCollections = [];
    private long? _clusterId;
    private long _generation = -1;
    private long _lastRow;
    private long _changes;
    private long _accounts;

    /// <summary>All objects that a write names.</summary>
    public IReadOnlyCollection<ObjectKey> Objects => _byObject.Keys;

    /// <summary>Writes on objects that are not named.</summary>
    public IReadOnlyList<WritePlace> Unplaced => _unplaced;

    /// <summary>Time of the earliest write; null where there is none.</summary>
    public long? FirstMicros { get; private set; }

    /// <summary>Where the last refresh found deletions of many objects.</summary>
    public IReadOnlySet<(TrackedKind Kind, string Namespace)> NewCollections => _newCollections;

    /// <summary>How many writes there are.</summary>
    public long Count { get; private set; }

    /// <summary>Writes to one object, in no order.</summary>
    public IReadOnlyList<WritePlace> Of(ObjectKey key) => _byObject.TryGetValue(key, out var places) ? places : [];

    /// <summary>Deletions of many objects at once that may have met an object.</summary>
    public IReadOnlyList<WritePlace> CollectionsOf(ObjectKey key) => _collections.TryGetValue((key.Kind, key.Namespace), out var places) ? places : [];

    /// <summary>Objects of one kind in one namespace.</summary>
    public IEnumerable<ObjectKey> Of(TrackedKind kind, string space) => _byObject.Keys.Where(key => key.Kind == kind && key.Namespace == space);

    /// <summary>Takes in what was stored since the last time; everything anew where events have gone.</summary>
    /// <returns>The objects that new writes are about; null where all are new.</returns>
    public IReadOnlySet<ObjectKey>? Refresh(SqliteConnection connection, CancellationToken cancellationToken)
    {
        _newCollections.Clear();
        using var moment = connection.BeginTransaction(deferred: true);
        var clusterId = ClusterRows.Find(connection, cluster);
        var wasCleared = false;
        if (clusterId != _clusterId)
        {
            // It was forgotten, and what has its name now is another.
            wasCleared = _clusterId is not null;
            Clear();
            _clusterId = clusterId;
        }

        if (clusterId is null)
        {
            return wasCleared ? null : new HashSet<ObjectKey>();
        }

        if (TextGeneration.Read(connection) is var generation && generation != _generation)
        {
            _namespaces.Clear();
            _generation = generation;
        }

        var changes = Number(connection, $"SELECT count(*) FROM main.event INDEXED BY {EventIndex.Changes} WHERE {EventIndex.ChangesFilter} AND cluster_id = @0", clusterId.Value);
        var last = Number(connection, "SELECT max(id) FROM main.event");

        // Writes to service accounts are not among the changes: of those that were there, none must be missing.
        var areAccountsThere = CountAccounts(connection, clusterId.Value, _lastRow) == _accounts;
        if (last == _lastRow && changes == _changes && areAccountsThere)
        {
            return wasCleared ? null : new HashSet<ObjectKey>();
        }

        var isWhole = _lastRow == 0;
        var rows = isWhole ? ReadWhole(connection, clusterId.Value, last) : ReadSince(connection, clusterId.Value, last);
        if (!isWhole && (!areAccountsThere || rows.Count(row => row.Kind != 0) + _changes != changes))
        {
            // Events were removed: what they told is no longer known.
            Clear();
            (rows, isWhole) = (ReadWhole(connection, clusterId.Value, last), true);
        }

        var touched = new HashSet<ObjectKey>();
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(connection, row, touched);
        }

        (_lastRow, _changes, _accounts) = (last, changes, CountAccounts(connection, clusterId.Value, last));
        return isWhole ? null : touched;
    }

    private void Clear()
    {
        _byObject.Clear();
        _collections.Clear();
        _unplaced.Clear();
        (_lastRow, _changes, _accounts, Count, FirstMicros) = (0, 0, 0, 0, null);
    }

    private void Add(SqliteConnection connection, Row row, HashSet<ObjectKey> touched)
    {
        var place = new WritePlace(row.RowId, row.TimeMicros);
        Count++;
        FirstMicros = row.TimeMicros is { } time && !(FirstMicros <= time) ? time : FirstMicros;
        var kind = KindOf(row.Kind);
        if (row.Name is { } name && (row.Namespace is not null || !TrackedKinds.IsNamespaced(kind)) && row.Verb != "deletecollection")
        {
            PutOne(new ObjectKey(kind, TrackedKinds.IsNamespaced(kind) ? row.Namespace! : "", kind == TrackedKind.AwsAuth ? "aws-auth" : name)); // checked above
            return;
        }

        // The name or the namespace stands in the body or the URI alone, or there is none.
        if (WriteReader.Read(connection, [place]) is not [var write])
        {
            return;
        }

        if (write.Verb == "deletecollection")
        {
            Put(_collections, (write.Kind, write.Namespace), place);
            _newCollections.Add((write.Kind, write.Namespace));
            touched.UnionWith(Of(write.Kind, write.Namespace));
            foreach (var listed in write.ListedNames.Where(listed => write.Kind != TrackedKind.AwsAuth || listed == "aws-auth"))
            {
                var key = new ObjectKey(write.Kind, write.Namespace, listed);
                _byObject.TryAdd(key, []);
                touched.Add(key);
            }
        }
        else if (write.Key is { } key)
        {
            PutOne(key);
        }
        else if (write.Effect != WriteEffect.None)
        {
            _unplaced.Add(place);
        }

        void PutOne(ObjectKey key)
        {
            Put(_byObject, key, place);
            touched.Add(key);
        }
    }

    private static void Put<TKey>(Dictionary<TKey, List<WritePlace>> lists, TKey key, WritePlace place)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var places))
        {
            lists.Add(key, places = []);
        }

        places.Add(place);
    }

    private List<Row> ReadWhole(SqliteConnection connection, long clusterId, long last) =>
    [
        .. Read(connection, $"main.event e INDEXED BY {EventIndex.Changes}", $"e.{EventIndex.ChangesFilter} AND e.cluster_id = @0 AND e.id <= @1", clusterId, last),
        .. Read(
            connection,
            $"main.event_match m INDEXED BY {EventIndex.MatchCluster} CROSS JOIN event e ON e.id = m.event_id",
            "m.query_id = (SELECT id FROM query WHERE name = 'serviceaccounts') AND m.cluster_id = @0 AND e.id <= @1 AND e.kind = 0 AND e.resource_id = (SELECT id FROM resource WHERE resource = 'serviceaccounts' AND subresource = '')",
            clusterId, last),
    ];

    private List<Row> ReadSince(SqliteConnection connection, long clusterId, long last) => Read(
        connection,
        "main.event e NOT INDEXED",
        $"e.id > {_lastRow.ToString(CultureInfo.InvariantCulture)} AND e.cluster_id = @0 AND e.id <= @1 AND (e.{EventIndex.ChangesFilter} OR e.kind = 0 AND e.resource_id = (SELECT id FROM resource WHERE resource = 'serviceaccounts' AND subresource = ''))",
        clusterId, last);

    private List<Row> Read(SqliteConnection connection, string source, string condition, long clusterId, long last)
    {
        using var select = new PreparedStatement(
            connection,
            $"""
            SELECT e.id, e.time, e.kind, e.namespace_id, n.text, v.text FROM {source}
            LEFT JOIN object_name n ON n.id = e.name_id LEFT JOIN word v ON v.id = e.verb_id WHERE {condition}
            """,
            2);
        using var spaces = new PreparedStatement(connection, "SELECT text FROM namespace WHERE id = @0", 1);
        using var reader = select.Read(clusterId, last);
        var rows = new List<Row>();
        while (reader.Read())
        {
            var space = reader.IsDBNull(3) ? null : NamespaceOf(spaces, reader.GetInt64(3));
            var verb = reader.IsDBNull(5) ? null : reader.GetString(5);
            var kind = reader.GetInt32(2);
            if (kind != 0 || verb is "create" or "update" or "patch" or "delete" or "deletecollection")
            {
                rows.Add(new Row(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), kind, space, reader.IsDBNull(4) ? null : reader.GetString(4), verb));
            }
        }

        return rows;
    }

    private string NamespaceOf(PreparedStatement spaces, long id)
    {
        if (!_namespaces.TryGetValue(id, out var text))
        {
            using var reader = spaces.Read(id);
            _namespaces.Add(id, text = reader.Read() ? reader.GetString(0) : "");
        }

        return text;
    }

    private static long CountAccounts(SqliteConnection connection, long clusterId, long upTo) => Number(
        connection,
        $"SELECT count(*) FROM main.event_match INDEXED BY {EventIndex.MatchCluster} WHERE query_id = (SELECT id FROM query WHERE name = 'serviceaccounts') AND cluster_id = @0 AND event_id <= @1",
        clusterId, upTo);

    private static long Number(SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var select = new PreparedStatement(connection, sql, values.Length);
        return select.Number(values) ?? 0;
    }

    private static TrackedKind KindOf(int kind) => (ChangeKind)kind switch
    {
        ChangeKind.Role => TrackedKind.Role,
        ChangeKind.RoleBinding => TrackedKind.RoleBinding,
        ChangeKind.ClusterRole => TrackedKind.ClusterRole,
        ChangeKind.ClusterRoleBinding => TrackedKind.ClusterRoleBinding,
        ChangeKind.AwsAuth => TrackedKind.AwsAuth,
        _ => TrackedKind.ServiceAccount,
    };

    private sealed record Row(long RowId, long? TimeMicros, int Kind, string? Namespace, string? Name, string? Verb);
}
