using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.Planning;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>What of a plan the day's budget allows.</summary>
internal sealed partial class WindowCollector
{
    /// <summary>What of a planned window fits into the day's budget: all of it, that for the protected queries alone, or nothing. What does not stays owed.</summary>
    private async Task<IReadOnlyList<PlannedWindow>> FitAsync(RunContext run, PlannedWindow planned, CancellationToken cancellationToken)
    {
        if (!source.IsBilled)
        {
            return [planned];
        }

        var budget = await OpenBudgetAsync(run.Cluster, cancellationToken);
        while (NeedsProbe() && await source.MayHoldEventsAsync(planned.Window, cancellationToken))
        {
            var probeFrom = planned.Window.ToMicros - ScanBudget.Probe.Ticks / TimeSpan.TicksPerMicrosecond;
            if (!await CollectWindowAsync(run, planned with { Window = planned.Window with { FromMicros = probeFrom } }, cancellationToken))
            {
                return [];
            }

            planned = planned with { Window = planned.Window with { ToMicros = probeFrom } };
            budget = await OpenBudgetAsync(run.Cluster, cancellationToken);
        }

        if (NeedsProbe())
        {
            // It holds nothing, so nothing is scanned: the source says why.
            return [planned];
        }

        if (budget.DailyDollars is not null && budget.IsUnmetered && !_isPaused && !IsAside)
        {
            _isPaused = true;
            await runs.NoteProblemAsync(
                run.Cluster, BudgetPart, $"The log source of {run.Cluster} does not say how many bytes it scans, so no budget is kept. Harvest goes on.", cancellationToken);
        }

        if (budget.Forbid(planned.Window, IsAside ? [] : [.. planned.Queries.Select(q => q.QueryId)]) is not { } forbidden)
        {
            return [planned];
        }

        var isProtected = planned.Queries.Where(q => ScanBudget.IsProtected(q.QueryId)).ToList();
        var fits = !IsAside && isProtected.Count > 0 && isProtected.Count < planned.Queries.Count && budget.Forbid(planned.Window, [.. isProtected.Select(q => q.QueryId)]) is null;
        await PauseAsync(run, forbidden, planned.Queries.Where(q => !fits || !ScanBudget.IsProtected(q.QueryId)).Select(q => q.QueryId), cancellationToken);
        return fits ? [planned with { Queries = isProtected }] : [];

        bool NeedsProbe() =>
            budget.DailyDollars is not null && !budget.KnowsRate && !budget.IsUnmetered && planned.Window.Duration > ScanBudget.Probe;
    }

    private Task<ScanBudget> OpenBudgetAsync(string cluster, CancellationToken cancellationToken) =>
        IsTrail ? budgets.OpenTrailAsync(cluster, cancellationToken) : budgets.OpenAsync(cluster, cancellationToken);

    private Task PauseAsync(RunContext run, string reason, IEnumerable<string> queryIds, CancellationToken cancellationToken)
    {
        _isPaused = true;
        IsOutOfBudget = true;
        return NoteFailureAsync(run, BudgetPart, reason, queryIds, cancellationToken);
    }
}
