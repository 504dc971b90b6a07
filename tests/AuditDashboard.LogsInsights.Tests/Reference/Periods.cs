using System.Globalization;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Tests.Reference;

/// <summary>Rounding to periods (A9): fixed ones count from 1970, weeks start on Monday, months and longer follow the calendar.</summary>
internal static class Periods
{
    private static readonly (string Names, string Unit, int Cap)[] Units =
    [
        ("ms msec millisecond", "ms", 1000), ("s sec second", "s", 60), ("m min minute", "m", 60), ("h hr hour", "h", 24),
        ("d day", "d", int.MaxValue), ("w week", "w", int.MaxValue), ("mo mon month", "mo", int.MaxValue), ("q qtr quarter", "q", int.MaxValue), ("y yr year", "y", int.MaxValue),
    ];

    public static (int Count, string Unit) Capped(Expr period)
    {
        var text = ((PeriodLiteral)period).Text;
        var name = text.TrimStart([.. "0123456789"]);
        var count = int.Parse(text[..^name.Length], CultureInfo.InvariantCulture);
        var (_, unit, cap) = Units.First(u => u.Names.Split(' ').Any(n => name == n || (n.Length > 1 && name == n + "s")));
        return (Math.Min(count, cap), unit);
    }

    public static Instant Floor(Instant instant, (int Count, string Unit) period)
    {
        var monday = new DateTime(1969, 12, 29, 0, 0, 0, DateTimeKind.Utc);
        var time = DateTime.UnixEpoch.AddTicks(instant.Micros * 10);
        return Of(period.Unit switch
        {
            "w" => Down(time, monday, TimeSpan.FromDays(7 * period.Count)),
            "mo" => Month(time, period.Count),
            "q" => Month(time, period.Count * 3),
            "y" => Month(time, period.Count * 12),
            _ => Down(time, DateTime.UnixEpoch, Length(period)),
        });
    }

    public static Instant Ceiling(Instant instant, (int Count, string Unit) period)
    {
        var floor = Floor(instant, period);
        var start = DateTime.UnixEpoch.AddTicks(floor.Micros * 10);
        return floor == instant ? floor : Of(period.Unit switch
        {
            "w" => start.AddDays(7 * period.Count),
            "mo" => start.AddMonths(period.Count),
            "q" => start.AddMonths(3 * period.Count),
            "y" => start.AddYears(period.Count),
            _ => start + Length(period),
        });
    }

    /// <summary>How long a period without months is.</summary>
    public static TimeSpan Length((int Count, string Unit) period) => period.Count * period.Unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        "m" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    private static DateTime Down(DateTime time, DateTime origin, TimeSpan length) =>
        origin + (Math.Floor((decimal)(time - origin).Ticks / length.Ticks) is var n ? TimeSpan.FromTicks((long)n * length.Ticks) : default);

    private static DateTime Month(DateTime time, int months)
    {
        var count = ((time.Year - 1970) * 12) + time.Month - 1;
        return DateTime.UnixEpoch.AddMonths((int)Math.Floor((decimal)count / months) * months);
    }

    private static Instant Of(DateTime time) => new((time - DateTime.UnixEpoch).Ticks / 10);
}
