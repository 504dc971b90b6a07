using AuditDashboard.Storage;
using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Harvest;

/// <summary>Harvests one cluster once: plan, scan, tell apart, redact, commit. Safe to run twice, anywhere, at any time.</summary>
public sealed class HarvestRunner
{
    /// <summary>Harvests what is owed (or <paramref name="only"/> that window).</summary>
    /// <returns>What was done; <see cref="HarvestSummary.IsSkipped"/> if another process or job has the cluster's lease.</returns>
    public Task<HarvestSummary> RunAsync(string cluster, RunTrigger trigger, TimeWindow? only, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only");
}

/// <summary>What a harvest did.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="IsSkipped">True if another holder has the lease: nothing was done.</param>
/// <param name="RunId">The run record; null if skipped.</param>
/// <param name="Windows">Windows collected.</param>
/// <param name="EventsInserted">Events that were new.</param>
/// <param name="EventsKnown">Events known before.</param>
/// <param name="Quarantined">Records newly quarantined.</param>
/// <param name="RecordsScanned">Records read.</param>
/// <param name="BytesScanned">Bytes read.</param>
/// <param name="Errors">One sentence for each part that failed.</param>
public sealed record HarvestSummary(
    string Cluster, bool IsSkipped, long? RunId, int Windows, long EventsInserted, long EventsKnown, long Quarantined,
    long RecordsScanned, long BytesScanned, IReadOnlyList<string> Errors);
