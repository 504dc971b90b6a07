using System.Globalization;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Trail;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Ingest;

/// <summary>The one ingest path: prepared statements, one transaction a batch. Repeating a batch changes nothing.</summary>
public sealed class EventIngest
{
    private readonly AuditDatabase _database;
    private readonly CrashPoints _crashPoints;
    private readonly TimeProvider _clock;
    private readonly DimensionCache _cache = new();

    /// <summary>Makes the ingest path with the system's clock.</summary>
    public EventIngest(AuditDatabase database, CrashPoints crashPoints)
        : this(database, crashPoints, TimeProvider.System)
    {
    }

    /// <summary>Makes the ingest path.</summary>
    /// <param name="database">Where it writes.</param>
    /// <param name="crashPoints">Told of each numbered moment.</param>
    /// <param name="clock">Says when events were first seen and intervals collected.</param>
    public EventIngest(AuditDatabase database, CrashPoints crashPoints, TimeProvider clock)
    {
        _database = database;
        _crashPoints = crashPoints;
        _clock = clock;
    }

    /// <summary>Writes a batch in one IMMEDIATE transaction: events, matches, minute bins of what was really inserted, coverage, file positions, run counters.</summary>
    /// <exception cref="LeaseLostException">The batch's lease is no longer the cluster's; nothing was written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch has more than <see cref="IngestBatch.MaxEvents"/> events, or one that no query selects.</exception>
    public async Task<IngestResult> CommitAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Events.Count, IngestBatch.MaxEvents, nameof(batch));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Calls.Count, IngestBatch.MaxEvents, nameof(batch));

        // Packing takes longer than writing; it is done before the write lock is taken.
        var rows = await Task.Run(
            () => batch.Events.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(PreparedEvent.From).ToList(),
            cancellationToken);
        var (result, _) = await _database.WriteAsync(
            (connection, token) => Write(connection, batch, rows, token),
            cancellationToken,
            written =>
            {
                // Numbers may be remembered only now: those of a rolled-back transaction go to other texts.
                written.Dimensions.Remember();
                _crashPoints.Pass(CrashPoint.Committed);
            });
        return result;
    }

    private (IngestResult Result, IngestDimensions Dimensions) Write(
        SqliteConnection connection, IngestBatch batch, List<PreparedEvent> rows, CancellationToken cancellationToken)
    {
        _crashPoints.Pass(CrashPoint.TransactionBegun);
        var now = TimeWindow.ToMicrosSinceEpoch(_clock.GetUtcNow());
        var clusterId = ClusterRows.IdOf(connection, batch.Cluster, ClusterRows.ImportSource);
        if (batch.Lease is { } lease && !LeaseRows.IsHeld(connection, clusterId, lease))
        {
            throw new LeaseLostException(batch.Cluster);
        }

        _crashPoints.Pass(CrashPoint.LeaseChecked);
        _cache.Follow(TextGeneration.Read(connection));
        var queries = new QueryRanks(connection, batch.StackRanks);
        var bins = new MinuteBins();
        using var dimensions = new IngestDimensions(connection, _cache);
        using var events = new EventWriter(connection, dimensions, queries, bins, clusterId, now);
        for (var i = 0; i < rows.Count; i++)
        {
            if (i == rows.Count / 2)
            {
                _crashPoints.Pass(CrashPoint.EventsHalfWritten);
            }

            cancellationToken.ThrowIfCancellationRequested();
            events.Write(rows[i]);
        }

        _crashPoints.Pass(CrashPoint.EventsWritten);
        bins.Write(connection, clusterId);
        _crashPoints.Pass(CrashPoint.BinsWritten);
        var harvest = new HarvestWriter(connection, clusterId, now);
        var quarantined = harvest.AddQuarantined(batch.Quarantined, queries);
        AddCoverage(new CoverageWriter(connection, clusterId, now), queries, batch, rows);
        var trail = new TrailWriter(connection, clusterId, now);
        var calls = trail.Add(batch.Calls);
        foreach (var span in batch.CallSpans.Where(s => !s.Window.IsEmpty))
        {
            trail.AddSpan(span.Origin, span.Window);
        }

        harvest.SetFilePositions(batch.FilePositions);
        _crashPoints.Pass(CrashPoint.CoverageWritten);
        var result = new IngestResult(events.Inserted, events.Known, events.MatchesInserted, quarantined) { EventsLate = events.Late, CallsInserted = calls };
        events.Delays.Write(connection, clusterId, now);
        new ScanCostWriter(connection, clusterId, now).Add(batch.Charges, queries);
        harvest.CountUp(batch.RunId, batch.Lease?.FencingNumber, result, batch);
        _crashPoints.Pass(CrashPoint.BeforeCommit);
        return (result, dimensions);
    }

    private static void AddCoverage(CoverageWriter coverage, QueryRanks queries, IngestBatch batch, List<PreparedEvent> rows)
    {
        // Several files in one batch share the run's span: which event came from which file is not known here.
        var origin = batch.FilePositions.Count == 1
            ? batch.FilePositions[0].Fingerprint
            : string.Create(CultureInfo.InvariantCulture, $"run:{batch.RunId}");
        foreach (var gain in batch.Coverage)
        {
            if (gain.How != CoverageHow.Files)
            {
                coverage.Add(queries.IdOf(gain.QueryId), gain);
            }
            else if (!gain.Window.IsEmpty)
            {
                coverage.AddFileSpan(origin, gain.Window);
            }
        }

        foreach (var span in batch.FileSpans.Where(s => !s.Window.IsEmpty))
        {
            coverage.AddFileSpan(span.Origin, span.Window);
        }

        if (batch.FileSpans.Count > 0)
        {
            return;
        }

        var fromFiles = rows.Where(r => r.WidensFileSpan).Select(r => r.TimeMicros.GetValueOrDefault()).ToList();
        if (fromFiles.Count > 0)
        {
            coverage.AddFileSpan(origin, new TimeWindow(fromFiles.Min(), fromFiles.Max() + 1));
        }
    }
}
