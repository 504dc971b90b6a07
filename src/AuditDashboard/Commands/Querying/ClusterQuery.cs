using System.Globalization;
using AuditDashboard.LogsInsights;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Commands.Querying;

/// <summary>Runs a query text or canned queries over the stored events of a cluster.</summary>
internal sealed class ClusterQuery(
    CommandConsole console, QueryRequest request, EventReader events, ClusterStore clusters, CoverageReader coverage, TimeProvider clock)
{
    private readonly ScanStatistics _statistics = new(clock);

    /// <summary>Runs it and prints the rows.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CommandFailure">The database has no such cluster.</exception>
    public async Task RunAsync(string cluster, CancellationToken cancellationToken)
    {
        await RequireAsync(cluster, cancellationToken);
        if (request.Query is { } query)
        {
            await RunTextAsync(cluster, query, cancellationToken);
        }
        else if (request.IsBins)
        {
            await RunBinsAsync(cluster, cancellationToken);
        }
        else
        {
            await RunEventsAsync(cluster, cancellationToken);
        }

        await SayCoverageAsync(cluster, cancellationToken);
        if (request.HasStats)
        {
            _statistics.Say(console);
        }
    }

    private async Task RequireAsync(string cluster, CancellationToken cancellationToken)
    {
        var known = await clusters.GetAllAsync(cancellationToken);
        if (known.All(row => row.Name != cluster))
        {
            var names = known.Count == 0 ? "no cluster yet" : string.Join(", ", known.Select(row => row.Name));
            throw new CommandFailure(ExitCodes.Failure, $"The database has no cluster '{cluster}'. It has {names}.");
        }
    }

    private async Task RunTextAsync(string cluster, InsightsQuery query, CancellationToken cancellationToken)
    {
        var filter = new EventFilter { Cluster = cluster, Window = request.Bounds.Window };
        QueryRun run;
        if (query.HasSubqueries)
        {
            // An event that is stored between the two passes is met by the second alone, as one that is stored a moment later is by none.
            var pass = query.StartSubqueries();
            await foreach (var stored in events.StreamAsync(filter, cancellationToken))
            {
                pass.Add(FileScan.ToLogRecord(stored.Json, TimeOf(stored)));
            }

            run = pass.Complete();
        }
        else
        {
            run = query.Start();
        }

        await foreach (var stored in StreamAsync(filter, cancellationToken))
        {
            run.Add(FileScan.ToLogRecord(stored.Json, TimeOf(stored)));
        }

        var result = run.Complete();
        _statistics.Matched = run.RecordsMatched;
        Rows.WriteResult(console, request.Format, result);
        Rows.SayLeftOut(console, result);
    }

    private async Task RunEventsAsync(string cluster, CancellationToken cancellationToken)
    {
        using var writer = Rows.ForEvents(console, request.Format);
        foreach (var query in request.Canned)
        {
            var left = request.Limit ?? int.MaxValue;
            await foreach (var stored in StreamAsync(FilterOf(cluster, query.Id), cancellationToken))
            {
                if (left-- == 0)
                {
                    break;
                }

                _statistics.Matched++;
                writer.WriteEvent(query.Id, TimeOf(stored), stored.Json);
            }
        }

        writer.Complete();
    }

    private async Task RunBinsAsync(string cluster, CancellationToken cancellationToken)
    {
        var bins = new CannedBins(request.Canned.Count);
        for (var i = 0; i < request.Canned.Count; i++)
        {
            await foreach (var stored in StreamAsync(FilterOf(cluster, request.Canned[i].Id), cancellationToken))
            {
                _statistics.Matched++;
                bins.Add(1UL << i, TimeOf(stored));
            }
        }

        Rows.WriteBins(console, request.Format, request.Canned, bins);
    }

    private EventFilter FilterOf(string cluster, string queryId) => new() { Cluster = cluster, Window = request.Bounds.Window, QueryIds = [queryId] };

    private async IAsyncEnumerable<StoredEvent> StreamAsync(
        EventFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in events.StreamAsync(filter, cancellationToken))
        {
            _statistics.Count(stored.Json);
            yield return stored;
        }
    }

    /// <summary>A gap must not read as "nothing happened".</summary>
    private async Task SayCoverageAsync(string cluster, CancellationToken cancellationToken)
    {
        console.Say("Only collected events were searched: what no canned query selects is not stored, and secrets are taken out.");
        if (request.Bounds is not { FromMicros: { } from } bounds)
        {
            return;
        }

        var window = new TimeWindow(from, bounds.ToMicros ?? TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow()));
        CoverageQuery[] queries = [.. request.Canned.Select(query => new CoverageQuery(query.Id, query.SelectionHash))];
        if (window.IsEmpty || queries.Length == 0)
        {
            return;
        }

        var summary = await coverage.GetSummaryAsync(cluster, window, queries, cancellationToken);
        if (summary.Gaps > 0)
        {
            console.Say(string.Create(
                CultureInfo.InvariantCulture, $"Not collected in this window: {summary.NotCollected:c} in {summary.Gaps} gaps."));
        }

        if (summary.HasFileEvents)
        {
            console.Say("This window holds events from files; whether they are complete is unknown.");
        }
    }

    private static long? TimeOf(StoredEvent stored) => stored.Row.Time is { } time ? TimeWindow.ToMicrosSinceEpoch(time) : null;
}
