namespace AuditDashboard.Kubernetes.Explanations;

/// <summary>Matches whole texts, case by case, against a pattern in which each <c>*</c> stands for any characters.</summary>
public static class TextPattern
{
    /// <summary>True if the whole text fits. Takes no longer than text times pattern.</summary>
    public static bool Fits(string pattern, string? text)
    {
        if (text is null)
        {
            return false;
        }

        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, t);
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }

    /// <summary>True if the list is empty or one of its patterns fits.</summary>
    public static bool FitsAny(IReadOnlyList<string> patterns, string? text) => patterns.Count == 0 || patterns.Any(pattern => Fits(pattern, text));
}
