using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>A run under way: where its batches go, what it did so far, and its words for open pages.</summary>
internal sealed class RunContext(string cluster, long runId, LeaseKeeper lease, BatchPipeline pipeline, RunTally tally, RunStore runs, TimeProvider clock)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    private long? _reportedAt;

    public string Cluster => cluster;

    public long RunId => runId;

    /// <summary>The lease under which it writes, as last renewed.</summary>
    public ClusterLease Lease => lease.Current;

    public BatchPipeline Pipeline => pipeline;

    public RunTally Tally => tally;

    /// <summary>Says how far the run is, at most once a second: each report is a write that commits have to wait for.</summary>
    public async Task ReportAsync(Func<string> progress, CancellationToken cancellationToken)
    {
        if (_reportedAt is { } before && clock.GetElapsedTime(before) < ReportInterval)
        {
            return;
        }

        _reportedAt = clock.GetTimestamp();
        await runs.ReportAsync(runId, progress(), cancellationToken);
    }

    /// <summary>Notes a failure, in the run and as a standing problem of its part.</summary>
    public async Task FailAsync(string part, string sentence, IEnumerable<string> queryIds, CancellationToken cancellationToken)
    {
        tally.Fail(sentence, queryIds);
        await runs.NoteProblemAsync(cluster, part, sentence, cancellationToken);
    }
}
