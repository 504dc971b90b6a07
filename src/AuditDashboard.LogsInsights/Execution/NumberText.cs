using System.Globalization;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>
/// Texts that look like decimal numbers: an optional sign, digits, an optional point; no blanks and no exponent,
/// so that a name such as <c>1e5</c> stays a name.
/// </summary>
internal static class NumberText
{
    // 28 digits fit a decimal without rounding; longer numbers are compared digit by digit.
    private const int ExactLength = 28;

    /// <summary>True if the whole text is a decimal number.</summary>
    public static bool IsDecimal(ReadOnlySpan<char> text)
    {
        var i = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var digits = 0;
        var hasPoint = false;
        for (; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                digits++;
            }
            else if (text[i] == '.' && !hasPoint)
            {
                hasPoint = true;
            }
            else
            {
                return false;
            }
        }

        return digits > 0;
    }

    /// <summary>Reads a decimal number that a decimal holds exactly.</summary>
    public static bool TryParseExact(ReadOnlySpan<char> text, out decimal number)
    {
        number = 0;
        return text.Length <= ExactLength && IsDecimal(text)
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Compares two decimal numbers of any length exactly. Both must pass <see cref="IsDecimal"/>.</summary>
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        Split(left, out var leftNegative, out var leftWhole, out var leftFraction);
        Split(right, out var rightNegative, out var rightWhole, out var rightFraction);
        var leftZero = leftWhole.IsEmpty && leftFraction.IsEmpty;
        var rightZero = rightWhole.IsEmpty && rightFraction.IsEmpty;
        leftNegative &= !leftZero;
        rightNegative &= !rightZero;
        if (leftNegative != rightNegative)
        {
            return leftNegative ? -1 : 1;
        }

        var magnitude = leftWhole.Length != rightWhole.Length
            ? leftWhole.Length.CompareTo(rightWhole.Length)
            : leftWhole.SequenceCompareTo(rightWhole);
        if (magnitude == 0)
        {
            magnitude = leftFraction.SequenceCompareTo(rightFraction);
        }

        return Math.Sign(leftNegative ? -magnitude : magnitude);
    }

    private static void Split(ReadOnlySpan<char> text, out bool isNegative, out ReadOnlySpan<char> whole, out ReadOnlySpan<char> fraction)
    {
        isNegative = text[0] == '-';
        text = text[0] is '-' or '+' ? text[1..] : text;
        var point = text.IndexOf('.');
        whole = (point < 0 ? text : text[..point]).TrimStart('0');
        fraction = point < 0 ? default : text[(point + 1)..].TrimEnd('0');
    }
}
