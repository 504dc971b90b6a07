using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace AuditDashboard.LogsInsights.Tests.Reference;

/// <summary>A number with the text that it prints as: its source where it has one, else at most four decimals.</summary>
internal sealed partial class Number
{
    private readonly decimal? _decimal;
    private readonly double _double;
    private readonly string? _source;

    private Number(decimal? exact, double approximate, string? source)
    {
        _decimal = exact;
        _double = approximate;
        _source = source;
    }

    public string Text => _source ?? (_decimal is { } exact
        ? exact.ToString("0.####", CultureInfo.InvariantCulture) is var text && text == "-0" ? "0" : text
        : _double.ToString("R", CultureInfo.InvariantCulture));

    public bool IsZero => _decimal is { } exact ? exact == 0 : _double == 0;

    public decimal? Decimal => _decimal;

    public double Double => _double;

    public static Number Of(decimal value) => new(value, (double)value, null);

    /// <summary>A result of floating point: missing if it is no number.</summary>
    public static Number? Of(double value) => !double.IsFinite(value) ? null : Math.Abs(value) < 7.9e28 ? new((decimal)value, value, null) : new(null, value, null);

    /// <summary>A number as it is written in JSON.</summary>
    public static Number OfSource(string source) => new(
        decimal.TryParse(source, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : null,
        double.Parse(source, NumberStyles.Float, CultureInfo.InvariantCulture),
        source);

    /// <summary>A text as a number: an optional sign, digits, an optional point; no blanks, no exponent.</summary>
    public static Number? OfText(string text) => DecimalText().IsMatch(text) ? OfSource(text) : null;

    private bool IsFloating => _source is null && _decimal is null;

    /// <summary>Compares exactly, whatever the length, but for results of floating point.</summary>
    public static int Compare(Number left, Number right)
    {
        if (left.IsFloating || right.IsFloating)
        {
            return left._double.CompareTo(right._double);
        }

        var (a, aScale) = left.Exact();
        var (b, bScale) = right.Exact();
        var scale = Math.Min(aScale, bScale);
        return (a * BigInteger.Pow(10, aScale - scale)).CompareTo(b * BigInteger.Pow(10, bScale - scale));
    }

    private (BigInteger Mantissa, int Scale) Exact()
    {
        var text = _source ?? _decimal?.ToString(CultureInfo.InvariantCulture) ?? _double.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOfAny(['e', 'E']);
        var digits = e < 0 ? text : text[..e];
        var exponent = e < 0 ? 0 : (int)BigInteger.Max(-9_999, BigInteger.Min(9_999, BigInteger.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)));
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }

        return (BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), exponent);
    }

    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalText();
}
