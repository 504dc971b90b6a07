using System.Globalization;
using System.Text;
using AuditDashboard.Kubernetes.Display;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Explore.Editing;

/// <summary>Says of a query what its reader cannot see in it: a text area draws hidden characters as nothing, turns of direction as such, and look-alike letters as what they look like.</summary>
/// <remarks>They come there by a value of the log that somebody narrows by, by a link, and by pasting. They are run as they stand; only the reader must know.</remarks>
internal static class UnseenText
{
    /// <summary>The code of a hidden character.</summary>
    public const string HiddenCode = "W-HIDDEN";

    /// <summary>The code of a letter that looks like another.</summary>
    public const string LookAlikeCode = "W-LOOKALIKE";

    private const int MaxFindings = 20;
    private const int MaxNamed = 8;

    /// <summary>A finding for each run of such characters, in the order of the text; after the first 20, one for all the others.</summary>
    /// <param name="query">Any text, lone surrogates included.</param>
    public static IReadOnlyList<QueryDiagnostic> FindIn(string query)
    {
        var runs = RunsOf(query);
        var findings = new List<QueryDiagnostic>(Math.Min(runs.Count, MaxFindings + 1));
        var line = 1;
        var lineStart = 0;
        var at = 0;
        foreach (var run in runs.Take(MaxFindings))
        {
            for (; at < run[0].Start; at++)
            {
                if (query[at] == '\n')
                {
                    line++;
                    lineStart = at + 1;
                }
            }

            findings.Add(Finding(run, line, run[0].Start - lineStart + 1));
        }

        if (runs.Count > MaxFindings)
        {
            findings.Add(findings[^1] with { Message = $"There are {runs.Count - MaxFindings} more places with characters that cannot be seen or look like others." });
        }

        return findings;
    }

    private static QueryDiagnostic Finding(List<DisplaySegment> run, int line, int column)
    {
        var isHidden = run[0].Kind == DisplaySegmentKind.Mark;
        var what = string.Join(isHidden ? "" : ", ", run.SelectMany(segment => isHidden ? [segment.Text] : segment.Text.EnumerateRunes().Select(Name)).Take(MaxNamed));
        var count = isHidden ? run.Count : run.Sum(segment => segment.Text.EnumerateRunes().Count());
        var more = count > MaxNamed ? $" and {count - MaxNamed} more" : "";
        return new QueryDiagnostic(
            isHidden ? HiddenCode : LookAlikeCode,
            DiagnosticSeverity.Warning,
            isHidden
                ? $"Hidden here: {what}{more}. The query is run with it, though it cannot be seen or makes the text look otherwise."
                : $"Letters of another script that look alike: {what}{more}. The query is run with them as they are.",
            run[0].Start,
            run[^1].Start + run[^1].Length - run[0].Start,
            line,
            column);
    }

    private static string Name(Rune letter) => string.Create(CultureInfo.InvariantCulture, $"{letter} (U+{letter.Value:X4})");

    // Marks that touch are one place. Ends of lines and tabs are what a query is written with.
    private static List<List<DisplaySegment>> RunsOf(string query)
    {
        var runs = new List<List<DisplaySegment>>();
        foreach (var segment in DisplayText.Split(query).Segments)
        {
            if (segment.Kind == DisplaySegmentKind.Plain || (segment.Length == 1 && query[segment.Start] is '\n' or '\t') || IsEndOfLine(query, segment))
            {
                continue;
            }

            if (runs.Count > 0 && runs[^1][^1] is var before && before.Kind == segment.Kind && before.Start + before.Length == segment.Start)
            {
                runs[^1].Add(segment);
            }
            else
            {
                runs.Add([segment]);
            }
        }

        return runs;
    }

    private static bool IsEndOfLine(string query, DisplaySegment segment) =>
        query[segment.Start] == '\r' && segment.Start + 1 < query.Length && query[segment.Start + 1] == '\n';
}
