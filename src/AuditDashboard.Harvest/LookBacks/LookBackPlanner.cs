using System.Globalization;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Harvest.LookBacks;

/// <summary>Says what a look further back would read and cost, and how far back there is anything to read. Reads nothing that is billed.</summary>
public sealed class LookBackPlanner(
    ClusterRegistry registry, ClusterStore clusters, CoverageReader coverage, QueryCatalog catalog, ScanBudgets budgets, HarvestOptions options,
    RetentionOptions retention, TimeProvider clock)
{
    private const long SecondMicros = 1_000_000;

    /// <summary>A scan costs the same whatever it asks for, so each reads for every query whose events the versions of objects are made of.</summary>
    public static IReadOnlySet<string> QueryIds { get; } =
        new HashSet<string>(["roles", "clusterroles", "rolebindings", "clusterrolebindings", "aws-auth", "serviceaccounts"], StringComparer.Ordinal);

    /// <summary>Plans a look back.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="before">Time of the change.</param>
    /// <param name="depth">How far back from the change.</param>
    /// <param name="asksSource">True to ask the source how long it keeps its records; pages do not wait for it.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<LookBackPlan> PlanAsync(string cluster, DateTimeOffset before, TimeSpan depth, bool asksSource, CancellationToken cancellationToken)
    {
        if (!registry.TryGet(cluster, out var configured))
        {
            return Refuse("No source is configured for this cluster, so there is nothing further back to read. Older files can be imported with 'import'.");
        }

        if (configured.Source is not IWindowLogSource source)
        {
            return Refuse("This cluster is read from files, and each of them is read whole: nothing lies further back in them. Older files can be imported with 'import', and so can a listing by kubectl.");
        }

        var end = Math.Min(Ceil(TimeWindow.ToMicrosSinceEpoch(before)), source.AvailableToMicros);
        var (first, limit) = await FirstAsync(configured, source, asksSource, cancellationToken);
        var wanted = Floor(TimeWindow.ToMicrosSinceEpoch(before) - (depth.Ticks / TimeSpan.TicksPerMicrosecond));
        var window = new TimeWindow(Math.Max(wanted, first), end);

        // Also where it is asked for no more than there is: a look that goes on is planned anew with what was left to it.
        var isCut = first >= wanted;
        if (window.IsEmpty)
        {
            return Refuse($"Nothing is to be read before this change. {limit}");
        }

        var missing = await MissingAsync(cluster, window, cancellationToken);
        var toRead = TimeSpan.FromMicroseconds(missing.Intervals.Sum(w => w.ToMicros - w.FromMicros));
        var plan = new LookBackPlan
        {
            Window = window,
            ToRead = toRead,
            IsBilled = source.IsBilled,
            Limit = isCut ? limit : null,
            Refusal = toRead == TimeSpan.Zero
                ? Say($"All of the time from {window.From:yyyy-MM-dd HH:mm} UTC on is collected, and the version before is not in it. {(isCut ? limit : "Look further back.")}")
                : null,
        };
        if (!source.IsBilled)
        {
            return plan with { Records = missing.Intervals.Aggregate((long?)0, (sum, part) => sum + source.EstimateRecords(part)) };
        }

        var budget = await budgets.OpenAsync(cluster, cancellationToken);
        var bytes = budget.EstimateBytes(toRead);
        var newest = missing.Intervals.Count == 0 ? window : missing.Intervals[^1];
        var next = newest with { FromMicros = Math.Max(newest.FromMicros, newest.ToMicros - (options.MaxWindow.Ticks / TimeSpan.TicksPerMicrosecond)) };
        return plan with
        {
            Bytes = bytes,
            Dollars = bytes is { } known ? ScanPrice.ToDollars(budget.PriceOf(known)) : null,
            BudgetLeft = budget.DailyDollars is { } daily ? Math.Max(0, (daily * (1 - options.BudgetReserve)) - budget.SpentDollars) : null,
            Refusal = plan.Refusal ?? (budget.KnowsRate ? budget.Forbid(next, []) : null),
        };
    }

    /// <summary>What of a window is not collected for one of the queries or another.</summary>
    internal async Task<IntervalSet> MissingAsync(string cluster, TimeWindow window, CancellationToken cancellationToken)
    {
        var missing = IntervalSet.Empty;
        foreach (var query in catalog.Queries.Where(q => QueryIds.Contains(q.Id)))
        {
            var collected = await coverage.GetCollectedAsync(cluster, new CoverageQuery(query.Id, query.SelectionHash), settledOnly: false, cancellationToken);
            missing = missing.Union(IntervalSet.Of([window]).Except(collected));
        }

        return missing;
    }

    private async Task<(long First, string Limit)> FirstAsync(ConfiguredCluster configured, IWindowLogSource source, bool asksSource, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var days = retention.DaysOf(source.Kind);

        var first = TimeWindow.ToMicrosSinceEpoch(RetentionOptions.HorizonOf(now, days));
        var limit = Say($"What is older than {days} days is not kept, so it is not read; the setting Retention says so.");
        var row = (await clusters.GetAllAsync(cancellationToken)).FirstOrDefault(c => c.Name == configured.Name);
        if (row?.ExpiredTo is { } expired)
        {
            first = Math.Max(first, TimeWindow.ToMicrosSinceEpoch(expired));
        }

        if (asksSource && await source.FindRetentionAsync(cancellationToken) is { } kept && Floor(TimeWindow.ToMicrosSinceEpoch(now - kept)) is var held && held > first)
        {
            first = held;
            limit = Say($"The log group keeps {kept.TotalDays:0.#} days.");
        }

        return (first, limit);
    }

    private static LookBackPlan Refuse(string why) => new() { Refusal = why };

    private static long Floor(long micros) => micros - (micros % SecondMicros);

    private static long Ceil(long micros) => Floor(micros + SecondMicros - 1);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
