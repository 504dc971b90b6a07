using System.Globalization;
using System.Text.Json;

namespace AuditDashboard.LocalCloudWatch.Logs;

/// <summary>Comparisons of filter patterns.</summary>
internal static class Comparison
{
    /// <summary>A test of texts against a value: as numbers where both are, else whole, with <c>*</c> or by a regular expression.</summary>
    public static Func<string, bool> Test(string comparison, PatternToken value)
    {
        if (!value.IsQuoted && !value.IsRegex && TryNumber(value.Text, out var number))
        {
            return text => TryNumber(text, out var found) && comparison switch
            {
                "=" => found == number,
                "!=" => found != number,
                ">" => found > number,
                ">=" => found >= number,
                "<" => found < number,
                _ => found <= number,
            };
        }

        var test = FilterPattern.TextTest(value);
        return comparison switch
        {
            "=" => test,
            "!=" => text => !test(text),
            _ => throw new FormatException($"{comparison} compares numbers only"),
        };
    }

    /// <summary>The text of a JSON value that can be compared; null for objects, lists and null.</summary>
    public static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static bool TryNumber(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
