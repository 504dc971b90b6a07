using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Events.Filtering;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Histories;

/// <summary>Reads stored events as writes to objects.</summary>
internal static class WriteReader
{
    private const int Portion = 500;

    /// <summary>The writes at these places; events that are none are left out.</summary>
    public static List<ObjectWrite> Read(SqliteConnection connection, IReadOnlyCollection<WritePlace> places)
    {
        var writes = new List<ObjectWrite>(places.Count);
        foreach (var portion in places.Chunk(Portion))
        {
            var times = portion.ToDictionary(place => place.RowId, place => place.TimeMicros);
            var sql = new SqlParts();
            using var command = sql.Command(
                connection,
                $"SELECT b.event_id, b.encoding, b.length, b.content FROM json_each({sql.List([.. times.Keys])}) j CROSS JOIN event_body b ON b.event_id = j.value");
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var id = reader.GetInt64(0);
                if (Of(id, times[id], BodyCodec.Unpack((BodyEncoding)reader.GetInt32(1), reader.GetInt32(2), reader.GetFieldValue<byte[]>(3))) is { } write)
                {
                    writes.Add(write);
                }
            }
        }

        return writes;
    }

    /// <summary>A stored event as a write; null where it is none.</summary>
    public static ObjectWrite? Of(StoredEvent stored) =>
        Of(stored.Row.RowId, stored.Row.Time is { } time ? TimeWindow.ToMicrosSinceEpoch(time) : null, stored.Json.Span);

    // The event time that was stored counts: the source may know it better than the record.
    private static ObjectWrite? Of(long id, long? timeMicros, ReadOnlySpan<byte> json) =>
        AuditEventReader.Read(json) is AuditReadResult.Readable(var audit) && ObjectWrite.Read(id, audit, json) is { } write ? write with { TimeMicros = timeMicros } : null;
}
