using System.Collections.Concurrent;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Costs;

namespace AuditDashboard.Harvest.Asking;

/// <summary>Runs people's own queries over the log groups of clusters: says before what one costs, keeps it to the day's budget, and counts what it cost.</summary>
/// <remarks>
/// Whether a person may is the caller's to ask; the clusters are those of the scope. One query a cluster at a time: what it costs is known
/// before the next one is let pass. It waits for its place in the queue that harvest uses too, and what it may cost is held back from harvest meanwhile.
/// </remarks>
public sealed class LogGroupDesk(ClusterRegistry registry, ClusterStore clusters, ScanBudgets budgets, ScanCostStore costs, HarvestOptions options)
{
    private const long SecondMicros = 1_000_000;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>Names of the clusters in scope whose log group takes queries, in the order of the settings.</summary>
    public IReadOnlyList<string> Clusters => [.. registry.Clusters.Where(c => c.Source is IQueriedLogSource).Select(c => c.Name)];

    /// <summary>The cluster that a query is for: the chosen one, or the only one where none is chosen; null where there is none such.</summary>
    /// <param name="chosen">Name of the chosen cluster; null for all.</param>
    public string? FindCluster(string? chosen) =>
        Clusters is var known && chosen is not null ? known.FirstOrDefault(name => name == chosen) : known.Count == 1 ? known[0] : null;

    /// <summary>Says what a query would cost. Asks the database alone.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="window">The time; it is widened to whole seconds.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<AskPlan> PlanAsync(string cluster, TimeWindow window, CancellationToken cancellationToken)
    {
        if (Find(cluster) is not { } source)
        {
            return new AskPlan { Cluster = cluster, Obstacle = AskObstacle.NoSource };
        }

        var whole = new TimeWindow(window.FromMicros - (window.FromMicros % SecondMicros), Ceil(Math.Min(window.ToMicros, source.AvailableToMicros)));
        if (whole.IsEmpty)
        {
            return new AskPlan { Cluster = cluster, Obstacle = AskObstacle.NotYet };
        }

        var budget = await budgets.OpenAsync(cluster, cancellationToken);
        var (bytes, most) = (budget.EstimateBytes(whole.Duration), budget.EstimateMostBytes(whole.Duration));
        return new AskPlan
        {
            Cluster = cluster,
            Window = whole,
            Bytes = bytes,
            Dollars = DollarsOf(budget, bytes),
            MostDollars = DollarsOf(budget, most),
            DailyBudget = budget.DailyDollars,
            BudgetLeft = budget.UnreservedLeftDollars,
            Reserve = budget.DailyDollars * options.BudgetReserve,
            Obstacle = ObstacleOf(budget, window, whole),
        };
    }

    /// <summary>Runs a query to its end. What it cost is added to the cluster's day also where it failed or was stopped.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="window">The time; it is widened to whole seconds.</param>
    /// <param name="text">The query.</param>
    /// <param name="onWaiting">Told if it waits for another query over the same log group.</param>
    /// <param name="onProgress">Told how far it is, from another thread.</param>
    /// <param name="cancellationToken">Cancels it: the answer comes when the source was told.</param>
    public async Task<AskAnswer> AskAsync(
        string cluster, TimeWindow window, string text, Action onWaiting, Action<AskProgress> onProgress, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(cluster, _ => new SemaphoreSlim(1, 1));
        if (!turn.Wait(0, CancellationToken.None))
        {
            onWaiting();
            try
            {
                await turn.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return new AskAnswer(new AskPlan { Cluster = cluster }) { IsCancelled = true };
            }
        }

        try
        {
            // Anew: others have spent meanwhile.
            var plan = await PlanAsync(cluster, window, CancellationToken.None);
            return plan.Obstacle != AskObstacle.None || Find(cluster) is not { } source
                ? new AskAnswer(plan)
                : await AskAsync(source, plan, text, onProgress, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<AskAnswer> AskAsync(IQueriedLogSource source, AskPlan plan, string text, Action<AskProgress> onProgress, CancellationToken cancellationToken)
    {
        await clusters.RegisterAsync(plan.Cluster, source.Kind, owedFrom: null, CancellationToken.None);
        using var meter = new ScanMeter(await budgets.OpenAsync(plan.Cluster, CancellationToken.None), isOfAPerson: true, tellsOfItsLog: false);
        var answer = new AskAnswer(plan);
        try
        {
            // Its end is inclusive, and may be meant as an instant: one second less would miss what lies in the last one.
            var asked = new AskedQuery(text, plan.Window.FromMicros / SecondMicros, plan.Window.ToMicros / SecondMicros, RowLimit: null) { OnProgress = onProgress };
            answer = answer with { Rows = await source.AskAsync(asked, meter.Report, cancellationToken) };
            meter.End();
        }
        catch (BudgetSpentException)
        {
            // Another scan began in between, and what that may cost is held for it.
            answer = new AskAnswer((await PlanAsync(plan.Cluster, plan.Window, CancellationToken.None)) with { Obstacle = AskObstacle.Budget });
        }
        catch (LogSourceException e)
        {
            answer = answer with { Error = e.Message };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            answer = answer with { IsCancelled = true };
        }
        finally
        {
            if (meter.TakeCharges(ScanPurpose.Explore) is { Count: > 0 } charges)
            {
                await costs.AddAsync(plan.Cluster, charges, CancellationToken.None);
            }
        }

        var bytes = meter.Report.BytesScanned;
        return answer with { Bytes = bytes, Dollars = ScanPrice.ToDollars(ScanPrice.ToPicos(bytes ?? 0, options.PricePerGigabyte)) };
    }

    private static AskObstacle ObstacleOf(ScanBudget budget, TimeWindow window, TimeWindow whole)
    {
        if (budget.KnowsRate)
        {
            // The source may read the whole of the last second.
            return budget.Forbid(whole with { ToMicros = whole.ToMicros + SecondMicros }, []) is null ? AskObstacle.None : AskObstacle.Budget;
        }

        // Where nothing is known beforehand, what was spent all the same bounds what is spent after it.
        return budget.UnreservedLeftDollars is <= 0 ? AskObstacle.Budget
            : budget.Forbid(window, []) is null ? AskObstacle.None
            : AskObstacle.UnknownLog;
    }

    private IQueriedLogSource? Find(string cluster) => registry.TryGet(cluster, out var configured) ? configured.Source as IQueriedLogSource : null;

    private static double? DollarsOf(ScanBudget budget, double? bytes) => bytes is { } known ? ScanPrice.ToDollars(budget.PriceOf(known)) : null;

    private static long Ceil(long micros) => (micros + SecondMicros - 1) / SecondMicros * SecondMicros;
}
