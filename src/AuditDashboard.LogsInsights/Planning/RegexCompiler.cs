using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>Compiles the regular expressions of a query to automata that run in linear time whatever they are fed.</summary>
/// <remarks>
/// Linear time still leaves a large factor: an automaton of thousands of states over a megabyte takes seconds. So queries that
/// people type get a time-out, and the run ends with a sentence. Selections get none: they tell what is collected, and the
/// machine's load must not change that. Making an automaton takes milliseconds, and reading a log compiles the same few
/// queries for each window: those made last are kept.
/// </remarks>
internal static class RegexCompiler
{
    /// <summary>Automata kept at most, then all are forgotten: one that grew with what it was fed may take megabytes, and people type many. Unit: expressions.</summary>
    private const int MostKept = 16;

    private static readonly ConcurrentDictionary<(string Pattern, bool IsTimed), Regex> Kept = new();

    /// <summary>Compiles an expression.</summary>
    /// <param name="literal">The expression.</param>
    /// <param name="isTimed">False for no time-out.</param>
    /// <exception cref="QueryFault">It is too long, is not one, or needs what the language does not have.</exception>
    public static Regex Compile(RegexLiteral literal, bool isTimed = true)
    {
        if (literal.Pattern.Length > QueryLimits.RegexLength)
        {
            throw new QueryFault("E-REGEX-LENGTH", $"The regular expression is longer than {QueryLimits.RegexLength} characters; write a shorter one.", literal.Span);
        }

        try
        {
            // RE2 writes a named group (?P<name>...), .NET (?<name>...).
            var pattern = literal.Pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
            if (Kept.TryGetValue((pattern, isTimed), out var kept))
            {
                return kept;
            }

            var made = new Regex(
                pattern,
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                isTimed ? TimeSpan.FromMilliseconds(QueryLimits.RegexMilliseconds) : Regex.InfiniteMatchTimeout);
            if (Kept.Count >= MostKept)
            {
                Kept.Clear();
            }

            Kept[(pattern, isTimed)] = made;
            return made;
        }
        catch (NotSupportedException)
        {
            throw new QueryFault("E-REGEX-UNSUPPORTED", "The regular expression uses a look-around, a back-reference or an atomic group, or repeats too much; the language has none of these.", literal.Span);
        }
        catch (ArgumentException)
        {
            throw new QueryFault("E-REGEX", "The text between the slashes is not a regular expression; check brackets, groups and escapes.", literal.Span);
        }
    }
}
