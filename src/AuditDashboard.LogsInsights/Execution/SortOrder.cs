using System.Text;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>
/// The order of <c>sort</c> (A11): ascending, all values that are not numbers come before all numbers; the former in natural
/// order, digit runs by length and then by value, other runs by code point.
/// </summary>
internal static class SortOrder
{
    /// <summary>Compares in ascending order; missing values must be handled by the caller, who puts them last in both directions.</summary>
    public static int Compare(in Value left, in Value right)
    {
        var leftIsNumber = left.Kind == ValueKind.Instant || left.IsNumeric;
        var rightIsNumber = right.Kind == ValueKind.Instant || right.IsNumeric;
        if (leftIsNumber != rightIsNumber)
        {
            return leftIsNumber ? 1 : -1;
        }

        if (!leftIsNumber)
        {
            return CompareNatural(left.Print() ?? "", right.Print() ?? "");
        }

        if (left.Kind == ValueKind.Instant && right.Kind == ValueKind.Instant)
        {
            return left.Micros.CompareTo(right.Micros);
        }

        if (left.Kind == ValueKind.Instant || right.Kind == ValueKind.Instant)
        {
            return left.TryGetDouble(out var first) && right.TryGetDouble(out var second) ? first.CompareTo(second) : 0;
        }

        // 1 and 01 are equal numbers; their text decides, so that the order is the same on every run.
        var order = Comparisons.CompareNumbers(left, right);
        return order != 0 ? order : string.CompareOrdinal(left.AsText(), right.AsText());
    }

    /// <summary>Compares by one key with its direction; missing values are last in both directions.</summary>
    public static int Compare(in Value left, in Value right, bool isDescending)
    {
        if (left.IsMissing || right.IsMissing)
        {
            return left.IsMissing.CompareTo(right.IsMissing);
        }

        var order = Compare(left, right);
        return isDescending ? -order : order;
    }

    private static int CompareNatural(string left, string right)
    {
        int i = 0, j = 0;
        while (i < left.Length && j < right.Length)
        {
            var leftIsDigit = char.IsAsciiDigit(left[i]);
            var rightIsDigit = char.IsAsciiDigit(right[j]);
            if (leftIsDigit && rightIsDigit)
            {
                var first = DigitRun(left, ref i);
                var second = DigitRun(right, ref j);
                var order = first.Length != second.Length ? first.Length.CompareTo(second.Length) : first.SequenceCompareTo(second);
                if (order != 0)
                {
                    return order;
                }

                continue;
            }

            // One run ends here and the other goes on: runs are compared whole, so the shorter of two that begin alike comes first.
            if (leftIsDigit != rightIsDigit && i > 0 && !char.IsAsciiDigit(left[i - 1]))
            {
                return leftIsDigit ? -1 : 1;
            }

            var one = RuneAt(left, ref i);
            var other = RuneAt(right, ref j);
            if (one != other)
            {
                return one.CompareTo(other);
            }
        }

        var rest = (left.Length - i).CompareTo(right.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(left, right);
    }

    private static ReadOnlySpan<char> DigitRun(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
        {
            position++;
        }

        return text.AsSpan(start, position - start).TrimStart('0');
    }

    private static int RuneAt(string text, ref int position)
    {
        if (Rune.TryGetRuneAt(text, position, out var rune))
        {
            position += rune.Utf16SequenceLength;
            return rune.Value;
        }

        return text[position++];
    }
}
