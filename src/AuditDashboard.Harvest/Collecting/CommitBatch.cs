using AuditDashboard.Storage.Ingest;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Writes one batch in one transaction: <see cref="EventIngest.CommitAsync"/> in the product; tests put a faulty one in its place to prove that they notice.</summary>
/// <param name="batch">What to write.</param>
/// <param name="cancellationToken">Stops before the commit; the transaction is then rolled back.</param>
public delegate Task<IngestResult> CommitBatch(IngestBatch batch, CancellationToken cancellationToken);
