namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>The demo cluster's clock and calendar, in UTC.</summary>
internal static class DemoTime
{
    /// <summary>Microseconds in a second.</summary>
    public const long Second = 1_000_000;

    /// <summary>Microseconds in a minute.</summary>
    public const long Minute = 60 * Second;

    /// <summary>Microseconds in an hour.</summary>
    public const long Hour = 60 * Minute;

    /// <summary>Microseconds in a day.</summary>
    public const long Day = 24 * Hour;

    /// <summary>Instant of the first resource version, 2020-01-01.</summary>
    private const long Genesis = 1_577_836_800 * Second;

    /// <summary>How busy the hours are, per cent of the mean; they add up to 2,400.</summary>
    private static readonly int[] Rhythm =
        [72, 68, 66, 66, 68, 74, 86, 102, 118, 128, 132, 132, 128, 130, 134, 134, 128, 118, 108, 100, 92, 84, 72, 60];

    /// <summary>How busy a minute is: 1 on average, smooth over the day.</summary>
    public static double Busy(long minute)
    {
        var ofDay = Modulo(minute, 1440);
        var hour = (int)(ofDay / 60);
        var part = (ofDay % 60) / 60.0;
        return ((Rhythm[hour] * (1 - part)) + (Rhythm[(hour + 1) % 24] * part)) / 100;
    }

    /// <summary>True from Saturday 20:00 to Sunday 06:00: nobody works, nothing is deployed.</summary>
    public static bool IsQuietNight(long micros)
    {
        var hourOfWeek = Modulo(Floor(micros, Hour), 168);

        // Day 0 was a Thursday.
        return hourOfWeek is >= (2 * 24) + 20 and < (3 * 24) + 6;
    }

    /// <summary>The etcd revision at an instant: it only grows.</summary>
    public static long ResourceVersion(long micros) => Math.Max(1, (micros - Genesis) / 250_000);

    /// <summary>Whole units before an instant, also before 1970.</summary>
    public static long Floor(long value, long unit) => (value >= 0 ? value : value - unit + 1) / unit;

    /// <summary>What is left of it, never negative.</summary>
    public static long Modulo(long value, long unit) => value - (Floor(value, unit) * unit);
}
