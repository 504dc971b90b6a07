using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.KillHarness;

/// <summary>Faults of the kind that the kill and fault tests exist for, in the place where batches are committed. Each must be noticed by them.</summary>
internal sealed class Mutants(HarnessArguments arguments, EventIngest ingest)
{
    private readonly HashSet<(string?, string?)> _auditIds = [];

    /// <summary>The commit with the fault that the arguments name; the product's own for any other name, which others put in elsewhere.</summary>
    public static CommitBatch Of(HarnessArguments arguments, EventIngest ingest)
    {
        var mutants = new Mutants(arguments, ingest);
        return arguments.Mutant switch
        {
            "coverage-first" => mutants.CommitCoverageFirstAsync,
            "drop-last" => (batch, token) => ingest.CommitAsync(WithoutLast(batch), token),
            "audit-id" => (batch, token) => ingest.CommitAsync(mutants.WithoutKnownAuditIds(batch), token),
            "watermark" => (batch, token) => ingest.CommitAsync(mutants.WithWatermark(batch), token),
            "poison-fails-batch" => (batch, token) => batch.Quarantined.Count > 0
                ? throw new InvalidOperationException("One record of the batch cannot be read.")
                : ingest.CommitAsync(batch, token),
            "run-counted-twice" => mutants.CommitAndCountAgainAsync,
            "bins-counted-twice" => mutants.CommitAndCountBinsAgainAsync,
            _ => ingest.CommitAsync,
        };
    }

    /// <summary>Coverage and positions vouch for events that only a second transaction writes.</summary>
    private async Task<IngestResult> CommitCoverageFirstAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        await ingest.CommitAsync(batch with { Events = [], Quarantined = [] }, cancellationToken);
        return await ingest.CommitAsync(batch with { Coverage = [], FilePositions = [], BytesScanned = 0 }, cancellationToken);
    }

    /// <summary>One event of a large batch is lost.</summary>
    private static IngestBatch WithoutLast(IngestBatch batch) =>
        batch.Events.Count > 50 ? batch with { Events = [.. batch.Events.SkipLast(1)] } : batch;

    /// <summary>An auditID is taken for the event, so a second event with the same one is thrown away.</summary>
    private IngestBatch WithoutKnownAuditIds(IngestBatch batch) =>
        batch with { Events = [.. batch.Events.Where(e => _auditIds.Add((e.Event.Audit.AuditId, e.Event.Audit.Stage)))] };

    /// <summary>One instant says up to when all is collected, so whatever lies before the newest window counts as collected.</summary>
    private IngestBatch WithWatermark(IngestBatch batch) =>
        batch with { Coverage = [.. batch.Coverage.Select(Widened)] };

    private CoverageGain Widened(CoverageGain gain) =>
        gain with { Window = gain.Window with { FromMicros = gain.Window.FromMicros - (arguments.Backfill.Ticks / TimeSpan.TicksPerMicrosecond) } };

    private async Task<IngestResult> CommitAndCountAgainAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        var result = await ingest.CommitAsync(batch, cancellationToken);
        Execute(
            "UPDATE run SET events_inserted = events_inserted + $1, bytes_scanned = bytes_scanned + $2 WHERE id = $3",
            result.EventsInserted, batch.BytesScanned, batch.RunId);
        return result;
    }

    private async Task<IngestResult> CommitAndCountBinsAgainAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        var result = await ingest.CommitAsync(batch, cancellationToken);
        if (result.EventsKnown > 0 && batch.Events is [var known, ..])
        {
            Execute("UPDATE minute_count SET n = n + 1 WHERE minute = $1", known.Event.TimeMicros.GetValueOrDefault() / 60_000_000);
        }

        return result;
    }

    private void Execute(string sql, params object[] parameters)
    {
        using var connection = new SqliteConnection("Data Source=" + arguments.Database);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters.AddWithValue("$" + (i + 1), parameters[i]);
        }

        command.ExecuteNonQuery();
    }
}
