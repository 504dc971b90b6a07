using System.Globalization;

namespace AuditDashboard.Collection;

/// <summary>Costs in plain words.</summary>
internal static class CostWords
{
    /// <summary>Bytes in units of 1,000, as they are billed: <c>11.4 GB</c>.</summary>
    public static string Bytes(double value)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB", "PB"];
        var unit = 0;
        while (value >= 999.95 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    /// <summary>A price: to the cent, or to its first two digits if it is less than a tenth of a dollar.</summary>
    public static string Dollars(double value)
    {
        if (value is <= 0 or >= 0.1)
        {
            return value.ToString("0.00", CultureInfo.InvariantCulture) + " USD";
        }

        if (value < 0.000001)
        {
            return "under 0.000001 USD";
        }

        var digits = Math.Clamp(1 - (int)Math.Floor(Math.Log10(value)), 2, 7);
        return value.ToString("0." + new string('0', digits), CultureInfo.InvariantCulture) + " USD";
    }

    /// <summary>The budget in one line.</summary>
    public static string Budget(ClusterCost cost) => cost.DailyBudget is { } daily
        ? $"{Dollars(cost.SpentToday)} spent today (UTC) of a budget of {Dollars(daily)}{Forgotten(cost)}"
        : $"{Dollars(cost.SpentToday)} spent today (UTC), no budget set{Forgotten(cost)}";

    private static string Forgotten(ClusterCost cost) => cost.ForgottenToday > 0 ? $"; {Dollars(cost.ForgottenToday)} of it before the cluster was forgotten" : "";

    /// <summary>What is read with the setting for each, and costs a day.</summary>
    public static string? Outlook(ClusterCost cost) => cost.LogBytesPerDay is { } bytes && bytes > 0
        ? $"The log gets about {Bytes(bytes)} a day. Read at once and once more when it is delivered, that is about {Dollars(2 * bytes / 1e9 * cost.PricePerGigabyte)} a day; read once, with Harvest:Economy, about {Dollars(bytes / 1e9 * cost.PricePerGigabyte)}."
        : null;

    /// <summary>What pauses, or is about to; null if nothing does.</summary>
    public static string? Notice(ClusterCost cost) => cost switch
    {
        { IsAllPaused: true } => "The day's budget is used up: all queries pause until 00:00 UTC. What is not read until then stays owed. The setting is Harvest:DailyBudget.",
        { Paused.Count: > 0 } => $"The day's budget is used up but for the part that is kept for changes of rights. Until 00:00 UTC these pause: {string.Join("; ", cost.Paused)}. What is not read until then stays owed. The setting is Harvest:DailyBudget.",
        { IsNear: true, PausesAt: { } at } => $"Little of the day's budget is left: {Dollars(cost.SpentToday)} are spent, and before {Dollars(at)} are passed all queries pause but those on changes of rights. The setting is Harvest:DailyBudget.",
        _ => null,
    };
}
