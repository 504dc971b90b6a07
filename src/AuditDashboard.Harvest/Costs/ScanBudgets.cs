using System.Collections.Concurrent;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Storage.Costs;

namespace AuditDashboard.Harvest.Costs;

/// <summary>The budgets of all clusters of this process. What other processes spent is read from the database whenever a budget is asked for.</summary>
public sealed class ScanBudgets
{
    private readonly ScanCostStore _costs;
    private readonly HarvestOptions _options;
    private readonly ConcurrentDictionary<string, ScanBudget> _budgets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ScanBudget> _trailBudgets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SpendingDay> _spending = new(StringComparer.Ordinal);

    /// <summary>Makes them.</summary>
    /// <param name="costs">What was spent.</param>
    /// <param name="options">Prices and limits.</param>
    public ScanBudgets(ScanCostStore costs, HarvestOptions options)
    {
        _costs = costs;
        _options = options;
    }

    /// <summary>A cluster's budget, up to date.</summary>
    public async Task<ScanBudget> OpenAsync(string cluster, CancellationToken cancellationToken)
    {
        var budget = _budgets.GetOrAdd(cluster, name => new ScanBudget(name, _options, _spending.GetOrAdd(name, _ => new SpendingDay())));
        budget.Refresh(
            _costs.Today, await _costs.GetSpentTodayAsync(cluster, cancellationToken), await _costs.GetRateAsync(cluster, cancellationToken));
        return budget;
    }

    /// <summary>The same budget for the cluster's log group of CloudTrail: spent is what the cluster has cost, while how much that log holds is known of this process's own scans.</summary>
    public async Task<ScanBudget> OpenTrailAsync(string cluster, CancellationToken cancellationToken)
    {
        var budget = _trailBudgets.GetOrAdd(cluster, name => new ScanBudget(name, _options, _spending.GetOrAdd(name, _ => new SpendingDay())));
        budget.Refresh(_costs.Today, await _costs.GetSpentTodayAsync(cluster, cancellationToken), rate: null);
        return budget;
    }
}
