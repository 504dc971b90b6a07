using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Costs;

namespace AuditDashboard.Collection;

/// <summary>Reads what reading a cluster costs. Singleton: holds nothing between loads, and asks the database alone.</summary>
public sealed class CostReader(ClusterRegistry registry, ScanCostStore costs, ScanBudgets budgets, QueryCatalog catalog, HarvestOptions options, TimeProvider clock)
{
    /// <summary>Days shown, today included.</summary>
    public const int Days = 7;

    // A scan as the schedule makes it: what such a one may not cost is paused.
    private static readonly TimeSpan NextScan = TimeSpan.FromMinutes(5);

    /// <summary>Reads the costs of a cluster; null for one that is never billed.</summary>
    public async Task<ClusterCost?> ReadAsync(string cluster, CancellationToken cancellationToken)
    {
        var rows = await costs.GetDaysAsync(cluster, costs.Today.AddDays(1 - Days), cancellationToken);
        var isBilled = registry.TryGet(cluster, out var configured) && configured.Source is IWindowLogSource { IsBilled: true };
        if (!isBilled && rows.Count == 0)
        {
            return null;
        }

        var budget = await budgets.OpenAsync(cluster, cancellationToken);
        var now = clock.GetUtcNow();
        var next = TimeWindow.Between(now - NextScan, now);
        var paused = isBilled ? catalog.Queries.Where(q => budget.IsSpentFor(next, [q.Id])).ToList() : [];
        return new ClusterCost
        {
            PricePerGigabyte = options.PricePerGigabyte,
            SpentToday = budget.SpentDollars,
            ForgottenToday = ScanPrice.ToDollars(await costs.GetForgottenTodayAsync(cluster, cancellationToken)),
            DailyBudget = budget.DailyDollars,
            PausesAt = budget.DailyDollars * (1 - options.BudgetReserve),
            Paused = [.. paused.Select(q => q.Title)],
            IsAllPaused = paused.Count == catalog.Queries.Count,
            LogBytesPerDay = budget.EstimateBytes(TimeSpan.FromDays(1)),
            Days = [.. rows.GroupBy(r => r.Day).OrderByDescending(g => g.Key).Select(g => DayOf(g.Key, [.. g]))],
            Parts = [.. PartsOf(rows)],
        };
    }

    private static CostDay DayOf(DateOnly day, IReadOnlyList<ScanDay> rows)
    {
        var (bytes, alone, dollars) = (rows.Sum(r => r.Bytes), rows.Sum(r => r.AloneBytes), ScanPrice.ToDollars(rows.Sum(r => r.PricePicos)));
        return new CostDay(day, bytes, dollars, alone, bytes == 0 ? 0 : dollars * alone / bytes);
    }

    private IEnumerable<CostPart> PartsOf(IReadOnlyList<ScanDay> rows)
    {
        var harvested = rows.Where(r => r.Purpose == ScanPurpose.Harvest).ToLookup(r => r.QueryId, StringComparer.Ordinal);
        foreach (var query in catalog.Queries.Where(q => harvested.Contains(q.Id)))
        {
            yield return PartOf(query.Id, query.Title, harvested[query.Id]);
        }

        foreach (var gone in harvested.Where(g => g.Key is not null && !catalog.TryGet(g.Key, out _)))
        {
            yield return PartOf(gone.Key, TrailQueries.All.FirstOrDefault(q => q.Id == gone.Key) is { } call ? "CloudTrail: " + call.Title : gone.Key ?? "", gone);
        }

        foreach (var (purpose, title) in new[] { (ScanPurpose.Explore, "Your own queries"), (ScanPurpose.Check, "Comparisons and checks") })
        {
            if (rows.Any(r => r.Purpose == purpose))
            {
                yield return PartOf(null, title, rows.Where(r => r.Purpose == purpose));
            }
        }
    }

    private static CostPart PartOf(string? queryId, string title, IEnumerable<ScanDay> rows)
    {
        ScanDay[] all = [.. rows];
        return new CostPart(
            queryId, title, all.Sum(r => r.Scans), all.Sum(r => r.Bytes), ScanPrice.ToDollars(all.Sum(r => r.PricePicos)), all.Sum(r => r.AloneBytes));
    }
}
