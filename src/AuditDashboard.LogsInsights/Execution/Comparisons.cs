using System.Globalization;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>Comparison by value, not by JSON type (A7), with three-valued logic for missing fields (A8).</summary>
internal static class Comparisons
{
    /// <summary>Applies a comparison; null where a side is missing.</summary>
    public static bool? Test(TokenKind comparison, in Value left, in Value right)
    {
        if (left.IsMissing || right.IsMissing)
        {
            return null;
        }

        // Any comparison with a map or a list is false.
        if (left.IsComposite || right.IsComposite)
        {
            return false;
        }

        return Order(left, right) is { } order ? Holds(comparison, order) : null;
    }

    /// <summary>Equality; null where a side is missing.</summary>
    public static bool? AreEqual(in Value left, in Value right) => Test(TokenKind.Equal, left, right);

    /// <summary>Membership: true if any element is equal, else null if any comparison was undecided.</summary>
    public static bool? IsIn(in Value value, ReadOnlySpan<Value> items)
    {
        bool? result = value.IsMissing ? null : false;
        foreach (var item in items)
        {
            switch (AreEqual(value, item))
            {
                case true:
                    return true;
                case null:
                    result = null;
                    break;
            }
        }

        return result;
    }

    private static bool Holds(TokenKind comparison, int order) => comparison switch
    {
        TokenKind.Equal => order == 0,
        TokenKind.NotEqual => order != 0,
        TokenKind.Less => order < 0,
        TokenKind.LessOrEqual => order <= 0,
        TokenKind.Greater => order > 0,
        TokenKind.GreaterOrEqual => order >= 0,
        _ => throw new InvalidOperationException("Not a comparison."),
    };

    private static int? Order(in Value left, in Value right)
    {
        if (left.Kind == ValueKind.Instant || right.Kind == ValueKind.Instant)
        {
            if (left.Kind == right.Kind)
            {
                // As they print and group, and as they compare with numbers: a time has milliseconds.
                return ValueFormat.Millis(left.Micros).CompareTo(ValueFormat.Millis(right.Micros));
            }

            // A number compares with an instant as milliseconds since 1970; readable text has no order with it.
            return left.TryGetDouble(out var first) && right.TryGetDouble(out var second) ? first.CompareTo(second) : null;
        }

        return left.IsNumeric && right.IsNumeric ? CompareNumbers(left, right) : string.CompareOrdinal(left.AsText(), right.AsText());
    }

    /// <summary>Compares two values that are numeric.</summary>
    internal static int CompareNumbers(in Value left, in Value right)
    {
        if (left.TryGetDecimal(out var first) && right.TryGetDecimal(out var second))
        {
            return first.CompareTo(second);
        }

        // Digits beyond decimal's precision count as well: two long ids that differ in the last digit are not equal.
        if (left.AsText() is { } leftText && right.AsText() is { } rightText && NumberText.IsDecimal(leftText) && NumberText.IsDecimal(rightText))
        {
            return NumberText.Compare(leftText, rightText);
        }

        var leftReal = double.Parse(left.AsText() ?? "0", NumberStyles.Float, CultureInfo.InvariantCulture);
        var rightReal = double.Parse(right.AsText() ?? "0", NumberStyles.Float, CultureInfo.InvariantCulture);
        return leftReal.CompareTo(rightReal);
    }
}
