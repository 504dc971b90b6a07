using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Trail;

/// <summary>Writes calls and the spans of their files within one transaction. Writing again changes nothing.</summary>
internal sealed class TrailWriter(SqliteConnection connection, long clusterId, long nowMicros)
{
    /// <summary>Stores calls; those already there stay as they are.</summary>
    /// <returns>How many were new.</returns>
    public int Add(IReadOnlyList<TrailIngest> calls)
    {
        if (calls.Count == 0)
        {
            return 0;
        }

        using var insert = new PreparedStatement(
            connection,
            """
            INSERT INTO trail_call (cluster_id, identity, event_id, time, kind, subject, role, outcome, is_repeated, is_from_files, first_seen, encoding, length, content)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, 0, @8, @9, @10, @11, @12)
            ON CONFLICT DO NOTHING RETURNING id
            """,
            13);
        using var flag = new PreparedStatement(
            connection,
            """
            UPDATE trail_call SET is_repeated = 1
            WHERE cluster_id = @0 AND event_id = @1 AND (SELECT count(*) FROM trail_call t WHERE t.cluster_id = @0 AND t.event_id = @1) > 1
            """,
            2);
        var inserted = 0;
        foreach (var (redacted, time, fromFiles) in calls)
        {
            var call = redacted.Call;
            var work = call as WorkloadCall;
            var eventId = call.EventId is { } text ? StorableText.Keep(text) : null;
            var (encoding, content) = BodyCodec.Pack(redacted.Json.Span);
            var id = insert.Number(
                clusterId, redacted.Id.Bytes.ToArray(), eventId, time, (int)(work is null ? TrailKind.Access : TrailKind.Workload),
                Keep(work?.Subject), Keep(work?.RoleArn), (int)OutcomeOf(call), fromFiles ? 1 : 0, nowMicros, (int)encoding, redacted.Json.Length, content);
            if (id is null)
            {
                continue;
            }

            inserted++;
            if (eventId is not null)
            {
                // AWS gives each event its own id; the same one with other content is kept, and said.
                flag.Execute(clusterId, eventId);
            }
        }

        return inserted;
    }

    /// <summary>Notes that a file held records of CloudTrail of this span.</summary>
    public void AddSpan(string origin, TimeWindow span)
    {
        using var upsert = new PreparedStatement(
            connection,
            """
            INSERT INTO trail_span (cluster_id, origin, from_time, to_time, collected_at) VALUES (@0, @1, @2, @3, @4)
            ON CONFLICT DO UPDATE SET from_time = min(from_time, excluded.from_time), to_time = max(to_time, excluded.to_time)
            """,
            5);
        upsert.Execute(clusterId, origin, span.FromMicros, span.ToMicros, nowMicros);
    }

    private static CallOutcome OutcomeOf(TrailCall call) =>
        !call.IsFailed ? CallOutcome.Succeeded
        : call is WorkloadCall { IsDenied: true } || call.ErrorCode?.Contains("AccessDenied", StringComparison.OrdinalIgnoreCase) == true ? CallOutcome.Denied
        : CallOutcome.Failed;

    private static string? Keep(string? text) => text is null ? null : StorableText.Keep(text);
}
