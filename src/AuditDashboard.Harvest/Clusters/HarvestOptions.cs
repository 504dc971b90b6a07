using AuditDashboard.Storage.Costs;

namespace AuditDashboard.Harvest.Clusters;

/// <summary>Settings under <c>Harvest</c>.</summary>
public sealed class HarvestOptions
{
    /// <summary>False turns the schedule off (pages and commands still work). Default true.</summary>
    public bool IsScheduled { get; set; } = true;

    /// <summary>Default schedule of CloudWatch clusters: every 5 minutes.</summary>
    public string Cron { get; set; } = "*/5 * * * *";

    /// <summary>Default schedule of file clusters: every 15 seconds.</summary>
    public string FilesCron { get; set; } = "*/15 * * * * *";

    /// <summary>Default schedule of demo clusters: every 5 seconds.</summary>
    public string DemoCron { get; set; } = "*/5 * * * * *";

    /// <summary>How far back a first start collects. Default 7 days, 1 hour to 90 days.</summary>
    public TimeSpan Backfill { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Longest window that one scan covers. Default 6 hours, 1 minute to 24 hours.</summary>
    public TimeSpan MaxWindow { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Most events that one transaction writes. Default 5,000, 10 to 5,000. Unit: events.</summary>
    public int BatchEvents { get; set; } = 5_000;

    /// <summary>How long a lease lasts without being renewed. Default 2 minutes, 10 seconds to 1 hour.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>True scans queries one by one instead of merged. Default false.</summary>
    public bool ScanOneByOne { get; set; }

    /// <summary>True reads each window of a log group once, when the source has delivered it, instead of at once and once more: half the bytes are
    /// billed, and events are on screen later by the delivery delay, 10 minutes or more. Default false.</summary>
    public bool Economy { get; set; }

    /// <summary>Price of 10⁹ bytes scanned by CloudWatch Logs Insights. Default 0.005, 0 to 100. Unit: US dollars.</summary>
    public double PricePerGigabyte { get; set; } = ScanPrice.DefaultPerGigabyte;

    /// <summary>Most that scans of one cluster may cost in a UTC day; then harvest pauses until the next. Default 5, up to 100,000; 0 for no limit. Unit: US dollars.</summary>
    public double DailyBudget { get; set; } = 5;

    /// <summary>Part of the budget that is kept for changes of roles, bindings and aws-auth. Default 0.25, 0 to 0.9.</summary>
    public double BudgetReserve { get; set; } = 0.25;

    /// <summary>How far back from a change the version before it is looked for without being asked. Default 30 days, up to 400; 0 to look only when asked.</summary>
    public TimeSpan LookBack { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Part of the day's budget that looking further back without being asked may cost. Default 0.1, 0 to 0.5.</summary>
    public double LookBackShare { get; set; } = 0.1;

    /// <summary>Longest line that is read; longer ones are quarantined by their beginning. Default 16 MiB, 64 KiB to 64 MiB. Unit: bytes. The API server takes requests of 3 MiB and an event may hold request and response, escaped: a shorter limit would let a padded body hide its change.</summary>
    public int MaxLineBytes { get; set; } = 16 * 1024 * 1024;
}
