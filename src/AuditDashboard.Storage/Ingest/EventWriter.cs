using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Storage.Delivery;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>Writes events and their matches within one transaction, and tells the bins what was really new.</summary>
internal sealed class EventWriter : IDisposable
{
    private readonly IngestDimensions _dimensions;
    private readonly QueryRanks _queries;
    private readonly MinuteBins _bins;
    private readonly long _clusterId;
    private readonly long _nowMicros;
    private readonly PreparedStatement _find;
    private readonly PreparedStatement _insertEvent;
    private readonly PreparedStatement _insertBody;
    private readonly PreparedStatement _insertMatch;
    private readonly PreparedStatement _addQueries;
    private readonly PreparedStatement _findSameAuditId;
    private readonly PreparedStatement _addFlag;
    private long _lastId;

    public EventWriter(
        SqliteConnection connection, IngestDimensions dimensions, QueryRanks queries, MinuteBins bins, long clusterId, long nowMicros)
    {
        _dimensions = dimensions;
        _queries = queries;
        _bins = bins;
        _clusterId = clusterId;
        _nowMicros = nowMicros;
        _find = new PreparedStatement(connection, "SELECT id, time, stack_query_id FROM event WHERE identity = @0", 1);
        _insertEvent = new PreparedStatement(
            connection,
            """
            INSERT INTO event (id, cluster_id, time, kind, code, verb_id, user_id, namespace_id, name_id, resource_id, address_id, api_group_id,
                user_agent_id, uri_id, audit_id_id, stage_id, impersonated_user_id, address_list_id, decision_id, stack_query_id, flags,
                is_from_files, first_seen, ingestion_time, query_bits, identity)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17, @18, @19, @20, @21, @22, @23, @24, @25)
            """,
            26);
        _insertBody = new PreparedStatement(connection, "INSERT INTO event_body (event_id, encoding, length, content) VALUES (@0, @1, @2, @3)", 4);
        _insertMatch = new PreparedStatement(
            connection, "INSERT INTO event_match (event_id, query_id, cluster_id, time) VALUES (@0, @1, @2, @3) ON CONFLICT DO NOTHING", 4);
        _addQueries = new PreparedStatement(connection, "UPDATE event SET stack_query_id = @1, query_bits = query_bits | @2 WHERE id = @0", 3);
        _findSameAuditId = new PreparedStatement(
            connection,
            "SELECT id, flags FROM event INDEXED BY ix_event_audit_id WHERE audit_id_id = @0 AND cluster_id = @1 AND stage_id IS @2 LIMIT 1",
            3);
        _addFlag = new PreparedStatement(connection, "UPDATE event SET flags = flags | @1 WHERE id = @0", 2);
        _lastId = EventNumbers.Last(connection);
    }

    public int Inserted { get; private set; }

    public int Known { get; private set; }

    public int MatchesInserted { get; private set; }

    /// <summary>New events that came into time that had counted as settled.</summary>
    public int Late { get; private set; }

    /// <summary>How late the new events were delivered.</summary>
    public DelayCounts Delays { get; } = new();

    /// <summary>Writes one event, or adds what is new to a known one.</summary>
    public void Write(PreparedEvent row)
    {
        var queryIds = row.Source.QueryIds.Select(_queries.IdOf).ToArray();
        var (id, time, stackQuery) = Find(row.Identity);
        var isNew = id == 0;
        if (isNew)
        {
            Inserted++;
            Late += row.Source.Event.Audit.Flags.HasFlag(AuditEventFlags.DeliveredLate) ? 1 : 0;
            id = ++_lastId;
            time = row.TimeMicros;
            if (!row.Source.FromFiles && time is { } at && row.Source.IngestionTimeMicros is { } ingested)
            {
                Delays.Add(ingested - at);
            }

            stackQuery = queryIds[0];
            Insert(row, id, stackQuery, QueryBits.Of(queryIds));
            _bins.AddToStack(stackQuery, time, 1);
        }
        else
        {
            Known++;
        }

        var addedBits = 0L;
        foreach (var queryId in queryIds)
        {
            // The first time stored stays, so a match carries the stored event's time, not the batch's.
            if (_insertMatch.Execute(id, queryId, _clusterId, time) > 0)
            {
                MatchesInserted++;
                addedBits |= isNew ? 0 : QueryBits.Of([queryId]);
                _bins.AddMatch(queryId, time, 1);
            }
        }

        var narrowest = _queries.Narrower(stackQuery, queryIds);
        if (narrowest != stackQuery || addedBits != 0)
        {
            _addQueries.Execute(id, narrowest, addedBits);
        }

        if (narrowest != stackQuery)
        {
            _bins.AddToStack(stackQuery, time, -1);
            _bins.AddToStack(narrowest, time, 1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _find.Dispose();
        _insertEvent.Dispose();
        _insertBody.Dispose();
        _insertMatch.Dispose();
        _addQueries.Dispose();
        _findSameAuditId.Dispose();
        _addFlag.Dispose();
    }

    private (long Id, long? Time, long StackQuery) Find(byte[] identity)
    {
        Span<long?> found = stackalloc long?[3];
        return _find.TryNumbers(found, identity) ? (found[0].GetValueOrDefault(), found[1], found[2].GetValueOrDefault()) : (0, null, 0);
    }

    private void Insert(PreparedEvent row, long id, long stackQuery, long queryBits)
    {
        var audit = row.Source.Event.Audit;
        var auditId = _dimensions.AuditId(StorableText.From(audit.AuditId), out var isNewAuditId);
        var stage = _dimensions.Word(StorableText.From(audit.Stage));
        var flags = audit.Flags;
        if (auditId is not null && !isNewAuditId && IsReused(auditId.Value, stage))
        {
            flags |= AuditEventFlags.AuditIdReused;
        }

        _insertEvent.Execute(
            id,
            _clusterId,
            row.TimeMicros,
            (int)row.Kind,
            audit.Code,
            _dimensions.Word(StorableText.From(audit.Verb)),
            _dimensions.User(StorableText.From(audit.User.Username)),
            _dimensions.Namespace(StorableText.From(audit.ObjectRef?.Namespace)),
            _dimensions.Name(StorableText.From(audit.ObjectRef?.Name)),
            _dimensions.Resource(StorableText.From(audit.ObjectRef?.Resource), StorableText.From(audit.ObjectRef?.Subresource)),
            _dimensions.Address(row.FirstAddress),
            _dimensions.Word(StorableText.From(audit.ObjectRef?.ApiGroup)),
            _dimensions.UserAgent(StorableText.From(audit.UserAgent)),
            _dimensions.Uri(StorableText.From(audit.RequestUri)),
            auditId,
            stage,
            _dimensions.User(StorableText.From(audit.ImpersonatedUser?.Username)),
            _dimensions.Address(row.AddressList),
            _dimensions.Word(StorableText.From(audit.Decision)),
            stackQuery,
            (int)flags,
            row.Source.FromFiles ? 1 : 0,
            _nowMicros,
            row.Source.IngestionTimeMicros,
            queryBits,
            row.Identity);
        _insertBody.Execute(id, (int)row.BodyEncoding, row.Source.Event.Json.Length, row.Body);
    }

    /// <summary>True if the same auditID and stage is stored with other content; flags that row too.</summary>
    /// <remarks>As soon as there are two such rows both are flagged, so looking at one of them is enough: a client
    /// that sends one Audit-ID a million times must not make each insert slower than the last.</remarks>
    private bool IsReused(long auditId, long? stage)
    {
        Span<long?> other = stackalloc long?[2];
        if (!_findSameAuditId.TryNumbers(other, auditId, _clusterId, stage))
        {
            return false;
        }

        if (((AuditEventFlags)other[1].GetValueOrDefault()).HasFlag(AuditEventFlags.AuditIdReused))
        {
            return true;
        }

        _addFlag.Execute(other[0], (int)AuditEventFlags.AuditIdReused);
        return true;
    }
}
