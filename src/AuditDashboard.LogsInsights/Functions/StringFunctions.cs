using System.Text;
using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Functions;

/// <summary>Functions of text: missing where an argument is missing, except the tests for emptiness.</summary>
internal static class StringFunctions
{
    private const int LongestText = 4 * 1024 * 1024;

    /// <summary>The functions.</summary>
    public static IEnumerable<ScalarFunction> All =>
    [
        new("isempty", 1, 1, (_, a) => Value.OfTruth(a[0].IsMissing || a[0].AsText() is "")),
        new("isblank", 1, 1, (_, a) => Value.OfTruth(a[0].IsMissing || (a[0].AsText() is { } text && string.IsNullOrWhiteSpace(text)))),
        new("concat", 1, ScalarFunction.Any, (_, a) => Concat(a)),
        new("ltrim", 1, 2, (_, a) => Trim(a, isLeft: true, isRight: false)),
        new("rtrim", 1, 2, (_, a) => Trim(a, isLeft: false, isRight: true)),
        new("trim", 1, 2, (_, a) => Trim(a, isLeft: true, isRight: true)),
        new("strlen", 1, 1, (_, a) => a[0].AsText() is { } text ? Value.OfNumber(CodePoints(text)) : default),
        new("toupper", 1, 1, (_, a) => Of(a[0].AsText()?.ToUpperInvariant())),
        new("tolower", 1, 1, (_, a) => Of(Lower(a[0].AsText()))),
        new("substr", 2, 3, (_, a) => Substring(a)),
        new("replace", 3, 3, (_, a) => Replace(a)),
        new("strcontains", 2, 3, (_, a) => Contains(a)),
        new("startsWith", 2, 2, (_, a) => Test(a, (text, part) => text.StartsWith(part, StringComparison.Ordinal))),
        new("endsWith", 2, 2, (_, a) => Test(a, (text, part) => text.EndsWith(part, StringComparison.Ordinal))),
        new("split", 2, 2, (_, a) => Split(a)),
    ];

    internal static Value Of(string? text) => text is null ? default : Value.OfText(text);

#pragma warning disable CA1308 // tolower is what the language asks for; it is not a normalisation
    private static string? Lower(string? text) => text?.ToLowerInvariant();
#pragma warning restore CA1308

    private static Value Concat(Value[] arguments)
    {
        var output = new StringBuilder();
        foreach (var argument in arguments)
        {
            if (argument.AsText() is not { } text || output.Length + text.Length > LongestText)
            {
                return default;
            }

            output.Append(text);
        }

        return Value.OfText(output.ToString());
    }

    // The second argument is a set of characters, not a text.
    private static Value Trim(Value[] arguments, bool isLeft, bool isRight)
    {
        if (arguments[0].AsText() is not { } text)
        {
            return default;
        }

        var characters = arguments.Length == 2 ? arguments[1].AsText() : " \t\r\n\f\v";
        if (characters is null)
        {
            return default;
        }

        var set = new HashSet<Rune>(characters.EnumerateRunes());
        var start = 0;
        var end = text.Length;
        while (isLeft && start < end && Rune.TryGetRuneAt(text, start, out var rune) && set.Contains(rune))
        {
            start += rune.Utf16SequenceLength;
        }

        while (isRight && end > start)
        {
            var at = end - 1 > start && char.IsSurrogatePair(text, end - 2) ? end - 2 : end - 1;
            if (!Rune.TryGetRuneAt(text, at, out var rune) || !set.Contains(rune))
            {
                break;
            }

            end = at;
        }

        return Value.OfText(text[start..end]);
    }

    private static int CodePoints(string text) => text.Length - text.Where((c, i) => char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1])).Count();

    // Positions count code points, from zero.
    private static Value Substring(Value[] arguments)
    {
        if (arguments[0].AsText() is not { } text || !arguments[1].TryGetDecimal(out var start))
        {
            return default;
        }

        var length = (decimal)int.MaxValue;
        if (arguments.Length == 3 && !arguments[2].TryGetDecimal(out length))
        {
            return default;
        }

        if (start < 0 || length < 0)
        {
            return default;
        }

        var runes = text.EnumerateRunes();
        var output = new StringBuilder();
        var position = 0m;
        var end = Math.Truncate(start) + Math.Truncate(length);
        foreach (var rune in runes)
        {
            if (position >= Math.Truncate(start) && position < end)
            {
                output.Append(rune.ToString());
            }

            position++;
        }

        return Value.OfText(output.ToString());
    }

    private static Value Replace(Value[] arguments)
    {
        if (arguments[0].AsText() is not { } text || arguments[1].AsText() is not { } sought || arguments[2].AsText() is not { } with)
        {
            return default;
        }

        if (sought.Length == 0)
        {
            return Value.OfText(text);
        }

        // A long replacement of a short text over a long message could grow without bound.
        var longest = (long)text.Length + ((long)text.Length / sought.Length * with.Length);
        return longest > LongestText && text.Length < LongestText && with.Length > sought.Length
            ? default
            : Value.OfText(text.Replace(sought, with, StringComparison.Ordinal));
    }

    private static Value Contains(Value[] arguments)
    {
        var ignoreCase = arguments.Length == 3 && arguments[2].Truth == true;
        return Test(arguments, (text, part) => text.Contains(part, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
    }

    private static Value Test(Value[] arguments, Func<string, string, bool> test) =>
        arguments[0].AsText() is { } text && arguments[1].AsText() is { } part ? Value.OfTruth(test(text, part)) : default;

    private static Value Split(Value[] arguments)
    {
        if (arguments[0].AsText() is not { } text || arguments[1].AsText() is not { Length: > 0 } delimiter)
        {
            return default;
        }

        return Value.OfList([.. text.Split(delimiter).Select(Value.OfText)]);
    }
}
