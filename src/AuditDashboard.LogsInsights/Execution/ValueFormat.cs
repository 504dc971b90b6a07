using System.Globalization;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>Prints values as the service does.</summary>
internal static class ValueFormat
{
    /// <summary>Whole numbers without a point, others with at most four decimals.</summary>
    public static string Number(decimal number) =>
        Math.Round(number, 4, MidpointRounding.AwayFromZero).ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Numbers beyond decimal.</summary>
    public static string Real(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary><c>YYYY-MM-DD HH:MM:SS.mmm</c> in UTC; instants outside the years 1 to 9999 print as milliseconds since 1970.</summary>
    public static string Instant(long micros)
    {
        var millis = Millis(micros);
        return millis is < -62_135_596_800_000 or > 253_402_300_799_999
            ? millis.ToString(CultureInfo.InvariantCulture)
            : DateTime.UnixEpoch.AddMilliseconds(millis).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
    }

    /// <summary>Whole milliseconds since 1970, rounded down.</summary>
    public static long Millis(long micros) => Math.DivRem(micros, 1_000, out var rest) - (rest < 0 ? 1 : 0);
}
