using System.Globalization;

namespace AuditDashboard.Shared.Text;

/// <summary>Prints counts for people: thousands parted by a narrow no-break space, whatever the machine's culture.</summary>
public static class Numbers
{
    private const string ThinSpace = "\u202F";

    private static readonly NumberFormatInfo Format = new() { NumberGroupSeparator = ThinSpace, NumberDecimalDigits = 0, NegativeSign = "−" };

    /// <summary><c>1 204</c>.</summary>
    public static string Count(long value) => value.ToString("N0", Format);

    /// <summary><c>1 event</c>, <c>1 204 events</c>.</summary>
    public static string Count(long value, string singular, string? plural = null) =>
        $"{Count(value)} {(value == 1 ? singular : plural ?? singular + "s")}";

    /// <summary>A difference with its sign: <c>+9</c>, <c>−12</c>, <c>±0</c>.</summary>
    public static string Signed(long value) => value switch
    {
        > 0 => "+" + Count(value),
        0 => "±0",
        _ => Count(value),
    };

    /// <summary>Bytes in units of 1,024: <c>12.5 MiB</c>.</summary>
    public static string Bytes(long value)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var size = (double)value;
        var unit = 0;
        while (size >= 1024 && unit < units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        return unit == 0 ? $"{Count(value)} B" : size.ToString("0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    /// <summary>A share from 0 to 1 as a percentage that says 100% only when it is all, and 0% only when it is nothing: <c>99.2%</c>.</summary>
    public static string Percent(double share)
    {
        if (share >= 1)
        {
            return "100%";
        }

        if (share <= 0)
        {
            return "0%";
        }

        var tenths = Math.Clamp(Math.Floor(share * 1000) / 10, 0.1, 99.9);
        return tenths.ToString("0.#", CultureInfo.InvariantCulture) + "%";
    }
}
