using System.Globalization;
using AuditDashboard.Explore.Running;

namespace AuditDashboard.Explore.Results;

/// <summary>What the cells of a result are: the engine prints all of them as text.</summary>
internal static class CellText
{
    private const NumberStyles NumberStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads an instant as the engine prints it: <c>2026-11-23 13:41:52.418</c>, always UTC.</summary>
    public static bool TryReadTime(string? cell, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        cell, "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>Reads a number as the engine prints it.</summary>
    public static bool TryReadNumber(string? cell, out double number) =>
        double.TryParse(cell, NumberStyle, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>True if a column has values and all of them are instants.</summary>
    public static bool IsTime(ExploreResult result, int column) => Is(result, column, static c => TryReadTime(c, out _));

    /// <summary>True if a column has values and all of them are numbers.</summary>
    public static bool IsNumber(ExploreResult result, int column) => Is(result, column, static c => TryReadNumber(c, out _));

    private static bool Is(ExploreResult result, int column, Func<string, bool> test)
    {
        var any = false;
        foreach (var row in result.Rows)
        {
            if (row.Cells[column] is { } cell)
            {
                if (!test(cell))
                {
                    return false;
                }

                any = true;
            }
        }

        return any;
    }
}
