using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Storage.Ingest;

namespace AuditDashboard.KillHarness;

/// <summary>Faults of the kind that the kill tests exist for. Each must be noticed by them.</summary>
internal static class Mutants
{
    public static CommitBatch Of(string name, EventIngest ingest) => name switch
    {
        "" => ingest.CommitAsync,
        "coverage-first" => (batch, token) => CommitCoverageFirstAsync(ingest, batch, token),
        "drop-last" => (batch, token) => ingest.CommitAsync(WithoutLast(batch), token),
        _ => throw new ArgumentException($"Unknown mutant {name}.", nameof(name)),
    };

    /// <summary>Coverage and positions vouch for events that only a second transaction writes.</summary>
    private static async Task<IngestResult> CommitCoverageFirstAsync(EventIngest ingest, IngestBatch batch, CancellationToken cancellationToken)
    {
        await ingest.CommitAsync(batch with { Events = [], Quarantined = [] }, cancellationToken);
        return await ingest.CommitAsync(batch with { Coverage = [], FilePositions = [], BytesScanned = 0 }, cancellationToken);
    }

    /// <summary>One event of a large batch is lost.</summary>
    private static IngestBatch WithoutLast(IngestBatch batch) =>
        batch.Events.Count > 50 ? batch with { Events = [.. batch.Events.SkipLast(1)] } : batch;
}
