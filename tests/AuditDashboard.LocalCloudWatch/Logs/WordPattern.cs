namespace AuditDashboard.LocalCloudWatch.Logs;

/// <summary>The filter pattern between brackets: a condition for each word of a message, <c>...</c> for any number of words.</summary>
internal static class WordPattern
{
    private const string Any = "...";

    /// <summary>Reads what stands between the brackets.</summary>
    public static Func<string, bool> Parse(string text)
    {
        var tests = new List<Func<string, bool>?>();
        var reader = new PatternReader(text);
        do
        {
            tests.Add(reader.TryTake(Any) ? null : Word(reader));
        }
        while (reader.TryTake(","));
        if (!reader.IsAtEnd)
        {
            throw new FormatException("a comma was expected between words");
        }

        var gap = tests.IndexOf(null);
        if (gap >= 0 && tests.IndexOf(null, gap + 1) >= 0)
        {
            throw new FormatException("... may stand once");
        }

        return message => Matches(Words(message), tests, gap);
    }

    private static bool Matches(List<string> words, List<Func<string, bool>?> tests, int gap)
    {
        if (gap < 0)
        {
            return words.Count == tests.Count && tests.Zip(words).All(p => p.First!(p.Second)); // without a gap, no test is null
        }

        var behind = tests.Count - gap - 1;
        return words.Count >= tests.Count - 1
            && tests.Take(gap).Zip(words).All(p => p.First!(p.Second)) // the only null is the gap
            && tests.Skip(gap + 1).Zip(words.Skip(words.Count - behind)).All(p => p.First!(p.Second));
    }

    private static Func<string, bool> Word(PatternReader reader)
    {
        var test = Condition(reader);
        while (true)
        {
            var before = test;
            if (reader.TryTake("&&"))
            {
                var next = Condition(reader);
                test = word => before(word) && next(word);
            }
            else if (reader.TryTake("||"))
            {
                var next = Condition(reader);
                test = word => before(word) || next(word);
            }
            else
            {
                return test;
            }
        }
    }

    private static Func<string, bool> Condition(PatternReader reader)
    {
        reader.TakeValue(static c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.');
        return reader.TryTakeOperator() is { } comparison
            ? Comparison.Test(comparison, reader.TakeValue(static c => !char.IsWhiteSpace(c) && c is not (',' or '&' or '|')))
            : _ => true;
    }

    // Words are separated by blanks; what stands in quotes or brackets is one word.
    private static List<string> Words(string message)
    {
        var words = new List<string>();
        for (var i = 0; i < message.Length;)
        {
            if (char.IsWhiteSpace(message[i]))
            {
                i++;
                continue;
            }

            var close = message[i] switch { '"' => '"', '[' => ']', _ => ' ' };
            var begin = close == ' ' ? i : i + 1;
            var end = message.IndexOf(close, begin);
            end = end < 0 ? message.Length : end;
            words.Add(message[begin..end]);
            i = end + 1;
        }

        return words;
    }
}
