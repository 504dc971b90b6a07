using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Files;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Quarantine;
using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Storage.Ingest;

/// <summary>What one transaction writes: events with their matches, quarantined records, and the slice of coverage or file position that vouches for them.</summary>
public sealed record IngestBatch
{
    /// <summary>Most events that one batch may hold.</summary>
    public const int MaxEvents = 5_000;

    /// <summary>Name of the cluster; made if new.</summary>
    public required string Cluster { get; init; }

    /// <summary>The run that this batch belongs to.</summary>
    public required long RunId { get; init; }

    /// <summary>The lease under which it is written; the commit fails if it was lost. Null only where no lease is taken (import takes one too).</summary>
    public required ClusterLease? Lease { get; init; }

    /// <summary>Events, at most <see cref="MaxEvents"/>.</summary>
    public IReadOnlyList<IngestEvent> Events { get; init; } = [];

    /// <summary>Records that cannot be read.</summary>
    public IReadOnlyList<QuarantinedRecord> Quarantined { get; init; } = [];

    /// <summary>Intervals that are collected once this batch is committed.</summary>
    public IReadOnlyList<CoverageGain> Coverage { get; init; } = [];

    /// <summary>Positions in files up to which records are stored once this batch is committed.</summary>
    public IReadOnlyList<FilePosition> FilePositions { get; init; } = [];

    /// <summary>Of which time files hold events, matched or not; empty leaves it to the batch's own events.</summary>
    public IReadOnlyList<FileSpan> FileSpans { get; init; } = [];

    /// <summary>Calls of the AWS API, at most <see cref="MaxEvents"/>.</summary>
    public IReadOnlyList<TrailIngest> Calls { get; init; } = [];

    /// <summary>Of which time files hold records of CloudTrail, about this cluster or not.</summary>
    public IReadOnlyList<FileSpan> CallSpans { get; init; } = [];

    /// <summary>Rank of each query in the stack (the lower, the narrower), for events whose matches come in several batches:
    /// where a query is missing here and was never named before, an event stays under the query that found it first.</summary>
    public IReadOnlyDictionary<string, int> StackRanks { get; init; } = new Dictionary<string, int>();

    /// <summary>Bytes that reading this batch scanned, for the run record.</summary>
    public long BytesScanned { get; init; }

    /// <summary>What the source bills for reading this batch; empty for a source that bills nothing.</summary>
    public IReadOnlyList<ScanCharge> Charges { get; init; } = [];
}

/// <summary>From the first to the last event of a file: a hint for readers, since files vouch for bytes and not for time.</summary>
/// <param name="Origin">What the span is kept under, the same at each reading: the file's fingerprint, or its path where it was imported.</param>
/// <param name="Window">The span; it only ever widens what is known of the origin.</param>
public sealed record FileSpan(string Origin, TimeWindow Window);

/// <summary>One event with the canned queries that select it.</summary>
/// <param name="Event">The event, redacted.</param>
/// <param name="QueryIds">Ids of the queries that select it, narrowest first (by stack rank). At least one.</param>
/// <param name="FromFiles">True if a file vouches for it (completeness in time unknown).</param>
/// <param name="IngestionTimeMicros">When the source took it in, microseconds since 1970; null where unknown.</param>
public sealed record IngestEvent(RedactedEvent Event, IReadOnlyList<string> QueryIds, bool FromFiles, long? IngestionTimeMicros = null);

/// <summary>What a commit changed.</summary>
/// <param name="EventsInserted">Events that were new.</param>
/// <param name="EventsKnown">Events that were stored before (a new match may have been added).</param>
/// <param name="MatchesInserted">Matches that were new.</param>
/// <param name="QuarantinedInserted">Quarantined records that were new.</param>
public sealed record IngestResult(int EventsInserted, int EventsKnown, int MatchesInserted, int QuarantinedInserted)
{
    /// <summary>Events that were new and came into time that had counted as settled.</summary>
    public int EventsLate { get; init; }

    /// <summary>Calls of the AWS API that were new.</summary>
    public int CallsInserted { get; init; }
}
