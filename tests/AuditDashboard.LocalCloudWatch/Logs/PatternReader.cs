using System.Text;

namespace AuditDashboard.LocalCloudWatch.Logs;

/// <summary>A value of a filter pattern.</summary>
/// <param name="Text">Its text, without quotes or percent signs.</param>
/// <param name="IsQuoted">True if it stood in quotes.</param>
/// <param name="IsRegex">True if it stood between percent signs.</param>
internal sealed record PatternToken(string Text, bool IsQuoted, bool IsRegex);

/// <summary>Reads a filter pattern from left to right.</summary>
internal sealed class PatternReader(string text)
{
    private int _at;

    /// <summary>True behind the last token.</summary>
    public bool IsAtEnd
    {
        get
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            return _at == text.Length;
        }
    }

    /// <summary>Takes a sign if it comes next.</summary>
    public bool TryTake(string sign)
    {
        if (IsAtEnd || !text.AsSpan(_at).StartsWith(sign, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _at += sign.Length;
        return true;
    }

    /// <summary>Takes a word of letters if it comes next, whole.</summary>
    public bool TryTakeWord(string word)
    {
        var begin = _at;
        if (TryTake(word) && (_at == text.Length || !char.IsLetterOrDigit(text[_at])))
        {
            return true;
        }

        _at = begin;
        return false;
    }

    /// <summary>Takes a sign that must come next.</summary>
    public void Take(string sign)
    {
        if (!TryTake(sign))
        {
            throw new FormatException($"'{sign}' was expected at character {_at + 1}");
        }
    }

    /// <summary>Takes one of the operators of comparisons; null if none comes next.</summary>
    public string? TryTakeOperator() => new[] { "!=", ">=", "<=", "=", ">", "<" }.FirstOrDefault(TryTake);

    /// <summary>Takes a term, which ends at a blank.</summary>
    public PatternToken TakeTerm() => TakeValue(static c => !char.IsWhiteSpace(c));

    /// <summary>Takes a value: in quotes, between percent signs, or as long as its characters are allowed.</summary>
    public PatternToken TakeValue(Func<char, bool> isAllowed)
    {
        if (IsAtEnd)
        {
            throw new FormatException("a value is missing at the end");
        }

        if (text[_at] is '"' or '%')
        {
            return TakeEnclosed(text[_at]);
        }

        var begin = _at;
        while (_at < text.Length && isAllowed(text[_at]))
        {
            _at++;
        }

        return _at > begin ? new PatternToken(text[begin.._at], false, false) : throw new FormatException($"a value was expected at character {_at + 1}");
    }

    private PatternToken TakeEnclosed(char mark)
    {
        var value = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] != mark; _at++)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length && (text[_at + 1] == mark || (mark == '"' && text[_at + 1] == '\\')))
            {
                _at++;
            }

            value.Append(text[_at]);
        }

        if (_at == text.Length)
        {
            throw new FormatException($"a closing {mark} is missing");
        }

        _at++;
        return new PatternToken(value.ToString(), mark == '"', mark == '%');
    }
}
