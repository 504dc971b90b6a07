using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.LookBacks;

/// <summary>What a look further back would read, before it is begun.</summary>
public sealed record LookBackPlan
{
    /// <summary>From how far back to the change; null where nothing can be read, see <see cref="Refusal"/>.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>What of the window is not collected yet, and would be read.</summary>
    public TimeSpan ToRead { get; init; }

    /// <summary>Bytes that it is likely to scan if it reads all of it; null where the source bills none, or where it is not known yet what the log holds.</summary>
    public double? Bytes { get; init; }

    /// <summary>Price of these. Unit: US dollars.</summary>
    public double? Dollars { get; init; }

    /// <summary>Records that it is likely to read; null where that is not known.</summary>
    public long? Records { get; init; }

    /// <summary>True if the source bills by bytes scanned.</summary>
    public bool IsBilled { get; init; }

    /// <summary>Left of the day's budget for it. Unit: US dollars; null without a limit, or where nothing is billed.</summary>
    public double? BudgetLeft { get; init; }

    /// <summary>Why it cannot look back as far as asked: one sentence; null where it can.</summary>
    public string? Limit { get; init; }

    /// <summary>Why it would read nothing: one sentence; null where it may begin.</summary>
    public string? Refusal { get; init; }
}
