using System.Globalization;
using System.Text.RegularExpressions;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Explore.Editing;

/// <summary>Adds a filter on one value to a query's text.</summary>
public static partial class FilterText
{
    /// <summary>The text with a filter that keeps only, or leaves out, the rows with a value in a column.</summary>
    /// <param name="text">A query that compiles.</param>
    /// <param name="column">One of its columns.</param>
    /// <param name="value">The value; null for rows that have none.</param>
    /// <param name="isExcluded">True to leave the rows out; rows without the field stay.</param>
    /// <returns>The new text; null where the language cannot say it.</returns>
    public static string? Add(string text, string column, string? value, bool isExcluded)
    {
        var filter = "filter " + Condition(column, value, isExcluded);

        // A field of the record is filtered first, where it costs least. A name that the query makes exists only behind the command that makes it.
        // Nor can anything stand before a SOURCE.
        string[] tries = IsOfRecord(text, column)
            ? [$"{filter}\n| {text}", $"{text.TrimEnd()}\n| {filter}"]
            : [$"{text.TrimEnd()}\n| {filter}"];
        return Array.Find(tries, t => InsightsQuery.TryCompile(t, QueryOptions.Default, out _, out _));
    }

    /// <summary>A text literal of the language: quotes and backslashes escaped, everything else as it is.</summary>
    public static string Literal(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static string Condition(string column, string? value, bool isExcluded)
    {
        if (value is null)
        {
            return isExcluded ? $"ispresent({column})" : $"not ispresent({column})";
        }

        var literal = IsPlainNumber(value) ? value : Literal(value);

        // A comparison with a missing field is neither true nor false, so that "!=" alone would hide the rows without it.
        return isExcluded ? $"{column} != {literal} or not ispresent({column})" : $"{column} = {literal}";
    }

    private static bool IsPlainNumber(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == value && value.Length < 16;

    private static bool IsOfRecord(string text, string column) => PathPattern().IsMatch(column) && !IsMade(text, column);

    // Taking a field for a made name costs nothing but speed: behind the last command the column exists in either case.
    private static bool IsMade(string text, string column) =>
        new Regex($@"\b(as|into)\s+([\w.@`]+\s*,\s*)*`?{Regex.Escape(column)}([^\w.]|$)|\(\?P?<{Regex.Escape(column)}>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
            .IsMatch(text);

    [GeneratedRegex(@"^@?[\w]+(\.([\w]+|`[^`]+`))*$", RegexOptions.CultureInvariant)]
    private static partial Regex PathPattern();
}
