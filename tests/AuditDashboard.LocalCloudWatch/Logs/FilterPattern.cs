using System.Text.RegularExpressions;
using AuditDashboard.LocalCloudWatch.Protocol;

namespace AuditDashboard.LocalCloudWatch.Logs;

/// <summary>
/// A filter pattern of FilterLogEvents: terms (<c>error -debug</c>, <c>?a ?b</c>, <c>"two words"</c>, <c>%regex%</c>),
/// conditions on JSON (<c>{ $.verb = "get" &amp;&amp; $.code != 200 }</c>) or on words (<c>[ip, ..., status = 4*]</c>).
/// </summary>
public sealed class FilterPattern
{
    private readonly Func<string, bool> _matches;

    private FilterPattern(Func<string, bool> matches) => _matches = matches;

    /// <summary>Reads a pattern; null and blanks let everything through.</summary>
    /// <exception cref="ServiceErrorException">It is not a pattern.</exception>
    public static FilterPattern Parse(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        try
        {
            return trimmed switch
            {
                "" => new(_ => true),
                ['{', .. var inner, '}'] => new(JsonPattern.Parse(inner)),
                ['[', .. var inner, ']'] => new(WordPattern.Parse(inner)),
                ['{' or '[', ..] => throw new FormatException("a closing bracket is missing"),
                _ => new(Terms(trimmed)),
            };
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw ServiceErrorException.Parameter($"Invalid filter pattern: {e.Message}");
        }
    }

    /// <summary>True if the pattern lets a message through.</summary>
    public bool Matches(string message) => _matches(message);

    /// <summary>A test of one text: a whole one, one with <c>*</c>, or a regular expression between <c>%</c>.</summary>
    internal static Func<string, bool> TextTest(PatternToken value)
    {
        if (value.IsRegex)
        {
            var regex = new Regex(value.Text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return regex.IsMatch;
        }

        if (!value.Text.Contains('*', StringComparison.Ordinal))
        {
            return text => text == value.Text;
        }

        var wild = new Regex(
            $"\\A{string.Join(".*", value.Text.Split('*').Select(Regex.Escape))}\\z", RegexOptions.NonBacktracking | RegexOptions.Singleline);
        return wild.IsMatch;
    }

    // Terms with ? count only where there are no others.
    private static Func<string, bool> Terms(string text)
    {
        var required = new List<Func<string, bool>>();
        var optional = new List<Func<string, bool>>();
        var excluded = new List<Func<string, bool>>();
        var reader = new PatternReader(text);
        while (!reader.IsAtEnd)
        {
            var to = reader.TryTake("-") ? excluded : reader.TryTake("?") ? optional : required;
            var term = reader.TakeTerm();
            to.Add(term.IsRegex ? TextTest(term) : message => message.Contains(term.Text, StringComparison.Ordinal));
        }

        return message => excluded.TrueForAll(t => !t(message)) && required.TrueForAll(t => t(message))
            && (optional.Count == 0 || required.Count > 0 || excluded.Count > 0 || optional.Exists(t => t(message)));
    }
}
