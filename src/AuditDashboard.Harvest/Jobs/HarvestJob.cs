using System.Globalization;
using AuditDashboard.Storage.Runs;
using Hangfire;

namespace AuditDashboard.Harvest.Jobs;

/// <summary>What Hangfire runs: one harvest of one cluster. Of value is only what the harvest writes into the database; a lost or doubled job changes nothing.</summary>
public sealed class HarvestJob(HarvestRunner runner)
{
    /// <summary>Harvests a cluster, or does nothing if that is under way already.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="trigger">Why it runs.</param>
    /// <param name="cancellationToken">Hangfire's own: cancelled when the server stops or the job is deleted.</param>
    /// <returns>What was done, in words, for Hangfire's board.</returns>
    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("Harvest {0}")]
    public async Task<string> RunAsync(string cluster, RunTrigger trigger, CancellationToken cancellationToken)
    {
        var summary = await runner.RunAsync(cluster, trigger, null, cancellationToken);
        return summary switch
        {
            { IsSkipped: true } => "Skipped: another harvest of this cluster is under way.",
            { Errors.Count: > 0 } => string.Join(" ", summary.Errors),
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{summary.RecordsScanned} records read, {summary.EventsInserted} new events, {summary.EventsKnown} known, {summary.Quarantined} quarantined."),
        };
    }
}
