namespace AuditDashboard.Collection;

/// <summary>What reading a cluster costs: today's budget, and the last seven UTC days.</summary>
public sealed record ClusterCost
{
    /// <summary>Price of 10⁹ bytes scanned, US dollars.</summary>
    public required double PricePerGigabyte { get; init; }

    /// <summary>Spent on the UTC day of now, US dollars.</summary>
    public required double SpentToday { get; init; }

    /// <summary>What of that was spent before the cluster was forgotten, US dollars. It stands in no row of the days or the queries.</summary>
    public double ForgottenToday { get; init; }

    /// <summary>Most that may be spent in a UTC day, US dollars; null for no limit.</summary>
    public required double? DailyBudget { get; init; }

    /// <summary>What may be spent before all queries pause but those that the reserve is kept for, US dollars; null without a limit.</summary>
    public required double? PausesAt { get; init; }

    /// <summary>Titles of the queries that the budget does not let be scanned any more today.</summary>
    public required IReadOnlyList<string> Paused { get; init; }

    /// <summary>True if no query is scanned any more today.</summary>
    public required bool IsAllPaused { get; init; }

    /// <summary>Bytes that the log is likely to get a day; null while nothing is known of it.</summary>
    public required double? LogBytesPerDay { get; init; }

    /// <summary>The last days with any scan, newest first.</summary>
    public required IReadOnlyList<CostDay> Days { get; init; }

    /// <summary>What these days cost by query, in the order of the catalog; then what people asked for.</summary>
    public required IReadOnlyList<CostPart> Parts { get; init; }

    /// <summary>True if little is left before queries pause.</summary>
    public bool IsNear => PausesAt is { } at && Paused.Count == 0 && SpentToday >= at * NearPart;

    /// <summary>Bytes scanned in these days.</summary>
    public long Bytes => Days.Sum(d => d.Bytes);

    /// <summary>Their price, US dollars.</summary>
    public double Dollars => Days.Sum(d => d.Dollars);

    /// <summary>Bytes that the same would have scanned query by query.</summary>
    public long AloneBytes => Days.Sum(d => d.AloneBytes);

    /// <summary>Their price, US dollars.</summary>
    public double AloneDollars => Days.Sum(d => d.AloneDollars);

    private const double NearPart = 0.8;
}

/// <summary>What was scanned on one UTC day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Bytes">Bytes scanned.</param>
/// <param name="Dollars">Their price, US dollars.</param>
/// <param name="AloneBytes">Bytes that the same would have scanned query by query.</param>
/// <param name="AloneDollars">Their price, US dollars.</param>
public sealed record CostDay(DateOnly Day, long Bytes, double Dollars, long AloneBytes, double AloneDollars);

/// <summary>What was scanned for one query, or for what people asked for.</summary>
/// <param name="QueryId">The canned query; null for what people asked for.</param>
/// <param name="Title">Its title.</param>
/// <param name="Scans">Scans that it had a part in.</param>
/// <param name="Bytes">Its share of the bytes.</param>
/// <param name="Dollars">The price of its share, US dollars.</param>
/// <param name="AloneBytes">Bytes that it would have scanned by itself.</param>
public sealed record CostPart(string? QueryId, string Title, long Scans, long Bytes, double Dollars, long AloneBytes);
