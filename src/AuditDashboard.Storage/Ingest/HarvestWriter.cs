using AuditDashboard.Storage.Files;
using AuditDashboard.Storage.Quarantine;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>Writes what belongs to a batch beside its events: unreadable records, file positions, counters of the run.</summary>
internal sealed class HarvestWriter(SqliteConnection connection, long clusterId, long nowMicros)
{
    /// <summary>Stores unreadable records; those already there stay as they are.</summary>
    /// <returns>How many were new.</returns>
    public int AddQuarantined(IReadOnlyList<QuarantinedRecord> records, QueryRanks queries)
    {
        using var insert = new PreparedStatement(
            connection,
            """
            INSERT INTO quarantine (cluster_id, identity, reason, source, time, seen_at, content) VALUES (@0, @1, @2, @3, @4, @5, @6)
            ON CONFLICT DO NOTHING RETURNING id
            """,
            7);
        using var find = new PreparedStatement(connection, "SELECT id FROM quarantine WHERE cluster_id = @0 AND identity = @1", 2);
        using var match = new PreparedStatement(
            connection, "INSERT INTO quarantine_match (quarantine_id, query_id) VALUES (@0, @1) ON CONFLICT DO NOTHING", 2);
        var inserted = 0;
        foreach (var record in records)
        {
            var identity = record.Id.Bytes.ToArray();
            var id = insert.Number(
                clusterId, identity, StorableText.Keep(record.Reason), StorableText.Keep(record.Source), record.TimeMicros, nowMicros, record.Bytes.Bytes.ToArray());
            inserted += id is null ? 0 : 1;
            id ??= find.Number(clusterId, identity);
            foreach (var query in record.MayMatch)
            {
                match.Execute(id, queries.IdOf(query));
            }
        }

        return inserted;
    }

    /// <summary>Notes how far files are read.</summary>
    public void SetFilePositions(IReadOnlyList<FilePosition> positions)
    {
        using var upsert = new PreparedStatement(
            connection,
            """
            INSERT INTO file_position (cluster_id, fingerprint, fingerprint_length, path, "offset", line, is_complete) VALUES (@0, @1, @2, @3, @4, @5, @6)
            ON CONFLICT DO UPDATE SET path = excluded.path, "offset" = excluded."offset", line = excluded.line, is_complete = excluded.is_complete
            """,
            7);
        foreach (var p in positions)
        {
            upsert.Execute(clusterId, p.Fingerprint, p.FingerprintLength, StorableText.Keep(p.Path), p.Offset, p.Line, p.IsComplete ? 1 : 0);
        }
    }

    /// <summary>Counts the batch up in its run, and ties the run to the lease under which it writes.</summary>
    public void CountUp(long runId, long? fencingNumber, IngestResult result, IngestBatch batch)
    {
        using var update = new PreparedStatement(
            connection,
            """
            UPDATE run SET events_inserted = events_inserted + @1, events_known = events_known + @2, quarantined = quarantined + @3,
                bytes_scanned = bytes_scanned + @4, seen_at = @5, fencing_number = coalesce(@6, fencing_number),
                alone_bytes = alone_bytes + @7, price_picos = price_picos + @8, events_late = events_late + @9
            WHERE id = @0
            """,
            10);
        update.Execute(
            runId, result.EventsInserted, result.EventsKnown, result.QuarantinedInserted, batch.BytesScanned, nowMicros, fencingNumber,
            batch.Charges.Sum(c => c.AloneBytes), batch.Charges.Sum(c => c.PricePicos), result.EventsLate);
    }
}
