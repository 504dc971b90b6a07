namespace AuditDashboard.Storage.Ingest;

/// <summary>The one ingest path: prepared statements, one transaction a batch. Repeating a batch changes nothing.</summary>
public sealed class EventIngest(AuditDatabase database, CrashPoints crashPoints)
{
    /// <summary>Writes a batch in one IMMEDIATE transaction: events, matches, minute bins of what was really inserted, coverage, file positions, run counters.</summary>
    /// <exception cref="Leases.LeaseLostException">The batch's lease is no longer the cluster's; nothing was written.</exception>
    public Task<IngestResult> CommitAsync(IngestBatch batch, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only" + database.Path + crashPoints);
}
