using System.Numerics;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Quarantine;
using AuditDashboard.Storage.Trail;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Turns one record into what is stored of it: an event with its matches, a quarantined record, or nothing.</summary>
/// <remarks>
/// Every record is told apart by the whole catalog, also when only some queries owe the window: the list of matches of an
/// event is then always complete, and its narrowest query the same whoever found it. Not safe for use by several threads.
/// </remarks>
internal sealed class RecordSorter
{
    private const long TenYearsMicros = 10L * 36525 * 24 * 36 * 1_000_000;

    private readonly string _cluster;
    private readonly MergedScan _catalog;
    private readonly Redactor _redactor;
    private readonly bool _fromFiles;
    private readonly long _nowMicros;
    private readonly ILogger _logger;
    private readonly int[] _byRank;
    private readonly Dictionary<ulong, IReadOnlyList<string>> _idsByMask = [];

    /// <summary>Makes a sorter.</summary>
    /// <param name="cluster">Name of the cluster: part of each record's identity.</param>
    /// <param name="catalog">All canned queries.</param>
    /// <param name="redactor">Takes secrets out.</param>
    /// <param name="fromFiles">True if files vouch for what is read.</param>
    /// <param name="nowMicros">The moment of reading, microseconds since 1970: times far from it are flagged.</param>
    /// <param name="logger">Hears of records that could not be processed.</param>
    public RecordSorter(string cluster, MergedScan catalog, Redactor redactor, bool fromFiles, long nowMicros, ILogger logger)
    {
        _cluster = cluster;
        _catalog = catalog;
        _redactor = redactor;
        _fromFiles = fromFiles;
        _nowMicros = nowMicros;
        _logger = logger;
        _byRank = [.. Enumerable.Range(0, catalog.Queries.Count).OrderBy(i => catalog.Queries[i].StackRank)];
    }

    /// <summary>The catalog; bit i of a mask is its query i.</summary>
    public MergedScan Catalog => _catalog;

    /// <summary>The time into which nothing more was expected for any query: what is new in it was delivered late, and is marked so.</summary>
    public IntervalSet Settled { get; set; } = IntervalSet.Empty;

    /// <summary>Which records of CloudTrail are about the cluster; null where the source holds none of them.</summary>
    public TrailScope? Trail { get; init; }

    /// <summary>Sorts one record into a batch.</summary>
    /// <param name="record">The record as read.</param>
    /// <param name="wanted">Bits of the queries that owe the stretch: what only others select is stored already or owed later.</param>
    /// <param name="batch">Takes the event or the quarantined record.</param>
    /// <param name="counts">Takes the counts.</param>
    /// <returns>Event time in microseconds since 1970: the source's, else the record's own; null if it has none.</returns>
    public long? Sort(InputRecord record, ulong wanted, PendingBatch batch, SortCounts counts)
    {
        counts.Records++;
        counts.Bytes += record.Message.Length;
        try
        {
            return SortReadable(record, wanted, batch, counts);
        }
#pragma warning disable CA1031 // One hostile record must not take its whole batch along; it stays visible in quarantine and in the log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.RecordFailed(_logger, SourceOf(record), e);
            Quarantine(record, record.SourceTimeMicros, "The record could not be processed.", _ => true, batch);
            return record.SourceTimeMicros;
        }
    }

    private long? SortReadable(InputRecord record, ulong wanted, PendingBatch batch, SortCounts counts)
    {
        if (record.Problem is { } problem)
        {
            Quarantine(record, record.SourceTimeMicros, problem, q => q.Selection.MayMatchUnreadable(record.Message.Span), batch);
            return record.SourceTimeMicros;
        }

        switch (AuditEventReader.Read(record.Message.Span))
        {
            case AuditReadResult.NotAnAuditEvent:
                // CloudTrail records and other JSON in the same folder: no events, but counted and said.
                if (!SortCall(record, wanted, batch, counts) || !_catalog.IsOfTrail)
                {
                    counts.Ignored++;
                }

                return record.SourceTimeMicros;

            // No event of a cluster is read from what only CloudTrail should write into.
            case not null when _catalog.IsOfTrail:
                counts.Ignored++;
                return record.SourceTimeMicros;

            case AuditReadResult.Unreadable unreadable:
                var mayMatch = _catalog.Match(ToLogRecord(record, record.SourceTimeMicros));
                var bit = 0;
                Quarantine(
                    record, record.SourceTimeMicros, unreadable.Reason,
                    q => (mayMatch >> bit++ & 1) == 1 || q.Selection.MayMatchUnreadable(record.Message.Span), batch);
                return record.SourceTimeMicros;

            case AuditReadResult.Readable { Event: var audit }:
                var time = record.SourceTimeMicros ?? audit.TimeMicros;
                if (time is { } micros && IsPlausible(micros))
                {
                    counts.Widen(micros);
                }
                else if (time is not null)
                {
                    audit = audit with { Flags = audit.Flags | AuditEventFlags.ImplausibleTime };
                }

                // Before redaction: what was taken out must not make a query miss.
                var mask = _catalog.Match(ToLogRecord(record, time));
                if ((mask & wanted) == 0)
                {
                    return time;
                }

                for (var rest = mask; rest != 0; rest &= rest - 1)
                {
                    counts.Rows[BitOperations.TrailingZeroCount(rest)]++;
                }

                if (!_fromFiles && time is { } at && Settled.Contains(at))
                {
                    audit = audit with { Flags = audit.Flags | AuditEventFlags.DeliveredLate };
                }

                var id = RecordIdentity.Compute(_cluster, record.Message.Span);
                var redacted = _redactor.Redact(id, audit, record.Message.Span, record.SourceTimeMicros);
                batch.Add(new IngestEvent(redacted, IdsOf(mask), _fromFiles, record.IngestionTimeMicros));
                return time;

            default:
                throw new InvalidOperationException("Unknown result of reading a record.");
        }
    }

    /// <summary>Keeps a record of CloudTrail that is about the cluster's access.</summary>
    /// <returns>True if it is kept.</returns>
    private bool SortCall(InputRecord record, ulong wanted, PendingBatch batch, SortCounts counts)
    {
        if (Trail is not { } scope)
        {
            return false;
        }

        var call = TrailReader.Read(record.Message.Span, out var isTrail);
        var time = call is not null ? call.TimeMicros ?? record.SourceTimeMicros
            : isTrail ? TrailReader.TimeOf(record.Message.Span) ?? record.SourceTimeMicros
            : null;
        if (time is { } micros && IsPlausible(micros))
        {
            // Also a trail that is about other things was looked at.
            counts.WidenCalls(micros);
        }

        if (call is null || !scope.Holds(call))
        {
            return false;
        }

        if (_catalog.IsOfTrail)
        {
            var mask = _catalog.Match(ToLogRecord(record, record.SourceTimeMicros));
            if ((mask & wanted) == 0)
            {
                return false;
            }

            for (var rest = mask; rest != 0; rest &= rest - 1)
            {
                counts.Rows[BitOperations.TrailingZeroCount(rest)]++;
            }
        }

        if (_redactor.Redact(RecordIdentity.Compute(_cluster, record.Message.Span), call, record.Message.Span) is { } redacted)
        {
            batch.Add(new TrailIngest(redacted, time is { } known && IsPlausible(known) ? known : null, _fromFiles));
        }
        else
        {
            Quarantine(record, record.SourceTimeMicros, "A record of CloudTrail that cannot be kept without its secrets.", _ => false, batch);
        }

        return true;
    }

    private bool IsPlausible(long micros) => micros > _nowMicros - TenYearsMicros && micros < _nowMicros + TenYearsMicros;

    private void Quarantine(InputRecord record, long? time, string reason, Func<CannedQuery, bool> mayMatch, PendingBatch batch) =>
        batch.Add(new QuarantinedRecord(
            RecordIdentity.Compute(_cluster, record.Message.Span),
            _redactor.RedactUnreadable(record.Message.Span),
            reason,
            SourceOf(record),
            time,
            [.. _catalog.Queries.Where(mayMatch).Select(q => q.Id)]));

    /// <summary>Ids of a mask's queries, narrowest first. Few masks occur, so the lists are shared.</summary>
    private IReadOnlyList<string> IdsOf(ulong mask)
    {
        if (!_idsByMask.TryGetValue(mask, out var ids))
        {
            _idsByMask.Add(mask, ids = [.. _byRank.Where(i => (mask >> i & 1) == 1).Select(i => _catalog.Queries[i].Id)]);
        }

        return ids;
    }

    private static LogRecord ToLogRecord(InputRecord record, long? time) => new()
    {
        Message = record.Message,
        TimestampMicros = time,
        IngestionTimeMicros = record.IngestionTimeMicros,
        LogStream = record.LogStream,
        Log = record.Log,
        Pointer = record.Pointer,
    };

    private static string SourceOf(InputRecord record) => record.LogStream is { } stream && record.File.Length == 0
        ? stream
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{record.File}:{record.Line}");
}
