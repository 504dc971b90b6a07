using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Asking;

/// <summary>What a person's query over a log group would read and cost, before it is run.</summary>
public sealed record AskPlan
{
    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The time that is asked for, in whole seconds; the last one is not over before it is asked for as a whole.</summary>
    public TimeWindow Window { get; init; }

    /// <summary>Bytes that it is likely to scan, whatever its filters are; null where it is not known what the log holds.</summary>
    public double? Bytes { get; init; }

    /// <summary>Price of these. Unit: US dollars.</summary>
    public double? Dollars { get; init; }

    /// <summary>What it may cost if the time is as busy as the busiest of the last days: what the budget goes by. Unit: US dollars.</summary>
    public double? MostDollars { get; init; }

    /// <summary>Most that scans of the cluster may cost in a UTC day. Unit: US dollars; null without a limit.</summary>
    public double? DailyBudget { get; init; }

    /// <summary>What of the day's budget is left for it, the reserve not counted. Unit: US dollars; null without a limit.</summary>
    public double? BudgetLeft { get; init; }

    /// <summary>Part of the budget that it may not spend. Unit: US dollars; null without a limit.</summary>
    public double? Reserve { get; init; }

    /// <summary>Why it is not run; None if it may be.</summary>
    public AskObstacle Obstacle { get; init; }
}
