using System.Globalization;
using System.Text.RegularExpressions;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>Runs regular expressions of a query; one that takes too long on a text ends the run with a sentence.</summary>
internal static class GuardedRegex
{
    /// <summary>True if the expression finds something.</summary>
    /// <exception cref="QueryLimitException">It took too long.</exception>
    public static bool Finds(Regex regex, string text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw TooLong(exception);
        }
    }

    /// <summary>The first match.</summary>
    /// <exception cref="QueryLimitException">It took too long.</exception>
    public static Match First(Regex regex, string text)
    {
        try
        {
            return regex.Match(text);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw TooLong(exception);
        }
    }

    /// <summary>The match behind a match.</summary>
    /// <exception cref="QueryLimitException">It took too long.</exception>
    public static Match Next(Match match)
    {
        try
        {
            return match.NextMatch();
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw TooLong(exception);
        }
    }

    /// <summary>The text with all matches replaced.</summary>
    /// <exception cref="QueryLimitException">It took too long.</exception>
    public static string Replace(Regex regex, string text, string with)
    {
        try
        {
            return regex.Replace(text, _ => with);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw TooLong(exception);
        }
    }

    private static QueryLimitException TooLong(RegexMatchTimeoutException exception) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The regular expression took more than {exception.MatchTimeout.TotalMilliseconds:0} ms on one text; write a simpler one, or filter more before it."));
}
