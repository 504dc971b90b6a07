using System.Text.RegularExpressions;

namespace AuditDashboard.LogsInsights.Tests.Reference;

/// <summary>Lines of CSV and logfmt (A5), each by one regular expression.</summary>
internal static partial class Lines
{
    /// <summary>The first <paramref name="count"/> values of a line; null for those that it lacks.</summary>
    public static List<object?>? Csv(string? text, int count)
    {
        if (text is null)
        {
            return null;
        }

        var values = new List<object?>();
        var match = CsvValue().Match(text);
        while (true)
        {
            values.Add(match.Groups["quoted"].Value.Replace("\"\"", "\"", StringComparison.Ordinal) + match.Groups["plain"].Value);
            if (match.Groups["end"].Value != ",")
            {
                break;
            }

            match = CsvValue().Match(text, match.Index + match.Length);
        }

        return [.. Enumerable.Range(0, count).Select(values.ElementAtOrDefault)];
    }

    /// <summary>The pairs of a line; null for a line without any.</summary>
    public static JsonMap? Logfmt(string? text)
    {
        var words = LogfmtWord().Matches(text ?? "").Where(m => m.Groups["name"].Length > 0).ToList();
        if (!words.Any(m => m.Groups["equals"].Success))
        {
            return null;
        }

        return new JsonMap([.. words
            .GroupBy(m => m.Groups["name"].Value, StringComparer.Ordinal)
            .Select(g => KeyValuePair.Create<string, object?>(g.Key, ValueOf(g.Last())))]);
    }

    private static string ValueOf(Match word) =>
        !word.Groups["equals"].Success ? "true"
        : !word.Groups["quoted"].Success ? word.Groups["plain"].Value
        : Escape().Replace(word.Groups["quoted"].Value, m => m.Groups[1].Value switch { "n" => "\n", "t" => "\t", "r" => "\r", var other => other });

    [GeneratedRegex("""\G(?:"(?<quoted>(?:""|[^"])*)(?:"|\z))?(?<plain>[^,\r\n]*)(?<end>,?)""")]
    private static partial Regex CsvValue();

    [GeneratedRegex("""(?<name>[^\s="]*)(?<equals>=)(?:"(?<quoted>(?:\\.|[^"])*)(?:"|\z)|(?<plain>\S*))|(?<name>[^\s="]+)""", RegexOptions.Singleline)]
    private static partial Regex LogfmtWord();

    [GeneratedRegex("""\\(.)""", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
