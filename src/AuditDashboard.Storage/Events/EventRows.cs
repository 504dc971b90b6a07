using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage.Events.Filtering;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Events;

/// <summary>Loads rows by their numbers, with all texts.</summary>
internal static class EventRows
{
    private const string Columns =
        """
        SELECT e.id, e.identity, c.name, e.time, e.kind, verb.text, u.text, iu.text, ag.text, r.resource, r.subresource, ns.text, n.text, e.code,
            decision.text, a.text, ua.text, uri.text, au.text, stage.text, e.flags, e.is_from_files, e.first_seen
        """;

    private const string Joins =
        """
        JOIN cluster c ON c.id = e.cluster_id
        LEFT JOIN word verb ON verb.id = e.verb_id
        LEFT JOIN user_name u ON u.id = e.user_id
        LEFT JOIN user_name iu ON iu.id = e.impersonated_user_id
        LEFT JOIN word ag ON ag.id = e.api_group_id
        LEFT JOIN resource r ON r.id = e.resource_id
        LEFT JOIN namespace ns ON ns.id = e.namespace_id
        LEFT JOIN object_name n ON n.id = e.name_id
        LEFT JOIN word decision ON decision.id = e.decision_id
        LEFT JOIN address a ON a.id = e.address_id
        LEFT JOIN user_agent ua ON ua.id = e.user_agent_id
        LEFT JOIN uri ON uri.id = e.uri_id
        LEFT JOIN audit_id au ON au.id = e.audit_id_id
        LEFT JOIN word stage ON stage.id = e.stage_id
        """;

    /// <summary>The rows, in the order of the numbers; without those that are there no more.</summary>
    public static List<EventRow> Load(SqliteConnection connection, IReadOnlyList<long> ids) => [.. LoadDated(connection, ids).Select(r => r.Row)];

    /// <summary>The rows with their records and queries, in the order of the numbers; without those that are there no more.</summary>
    public static List<StoredEvent> LoadStored(SqliteConnection connection, IReadOnlyList<long> ids)
    {
        var bodies = LoadBodies(connection, ids);
        var queries = LoadQueries(connection, ids);
        return
        [
            .. LoadDated(connection, ids).Select(r => new StoredEvent(
                r.Row, bodies[r.Row.RowId], [.. queries[r.Row.RowId]], TimeWindow.FromMicrosSinceEpoch(r.FirstSeen))),
        ];
    }

    private static List<(EventRow Row, long FirstSeen)> LoadDated(SqliteConnection connection, IReadOnlyList<long> ids)
    {
        var rows = new Dictionary<long, (EventRow Row, long FirstSeen)>();
        var sql = new SqlParts();
        using var command = sql.Command(connection, $"{Columns} FROM json_each({sql.List(ids)}) j CROSS JOIN event e ON e.id = j.value {Joins}");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows[reader.GetInt64(0)] = (Read(reader), reader.GetInt64(22));
        }

        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    private static EventRow Read(SqliteDataReader reader) => new()
    {
        RowId = reader.GetInt64(0),
        Id = new RecordId(reader.GetFieldValue<byte[]>(1)).LinkId,
        Cluster = reader.GetString(2),
        Time = reader.IsDBNull(3) ? null : TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(3)),
        Kind = (ChangeKind)reader.GetInt32(4),
        Verb = Text(reader, 5),
        User = Text(reader, 6),
        ImpersonatedUser = Text(reader, 7),
        ApiGroup = Text(reader, 8),
        Resource = Text(reader, 9),
        Subresource = Text(reader, 10),
        Namespace = Text(reader, 11),
        Name = Text(reader, 12),
        Code = reader.IsDBNull(13) ? null : reader.GetInt32(13),
        Decision = Text(reader, 14),
        SourceIp = Text(reader, 15),
        UserAgent = Text(reader, 16),
        RequestUri = Text(reader, 17),
        AuditId = Text(reader, 18),
        Stage = Text(reader, 19),
        Flags = (AuditEventFlags)reader.GetInt32(20),
        IsFromFiles = reader.GetBoolean(21),
    };

    private static string? Text(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) || reader.GetString(column) is not { Length: > 0 } text ? null : text;

    private static Dictionary<long, byte[]> LoadBodies(SqliteConnection connection, IReadOnlyList<long> ids)
    {
        var bodies = new Dictionary<long, byte[]>();
        var sql = new SqlParts();
        using var command = sql.Command(
            connection,
            $"SELECT b.event_id, b.encoding, b.length, b.content FROM json_each({sql.List(ids)}) j CROSS JOIN event_body b ON b.event_id = j.value");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            bodies[reader.GetInt64(0)] = BodyCodec.Unpack((BodyEncoding)reader.GetInt32(1), reader.GetInt32(2), reader.GetFieldValue<byte[]>(3));
        }

        return bodies;
    }

    private static ILookup<long, string> LoadQueries(SqliteConnection connection, IReadOnlyList<long> ids)
    {
        var queries = new List<(long Event, string Query)>();
        var sql = new SqlParts();
        using var command = sql.Command(
            connection,
            $"""
            SELECT m.event_id, q.name FROM json_each({sql.List(ids)}) j CROSS JOIN event_match m ON m.event_id = j.value JOIN query q ON q.id = m.query_id
            ORDER BY q.stack_rank IS NULL, q.stack_rank, q.name
            """);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            queries.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return queries.ToLookup(q => q.Event, q => q.Query);
    }
}
