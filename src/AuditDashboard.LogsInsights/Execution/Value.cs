using System.Globalization;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>A value while a query runs. A missing field or a wrong type is a value too, never an exception: logs are messy.</summary>
internal readonly struct Value
{
    private const int BooleanMark = 1;

    private readonly object? _reference;
    private readonly decimal _number;
    private readonly double _real;

    private Value(ValueKind kind, object? reference = null, decimal number = 0, double real = 0)
    {
        Kind = kind;
        _reference = reference;
        _number = number;
        _real = real;
    }

    /// <summary>What it is.</summary>
    public ValueKind Kind { get; }

    /// <summary>No value.</summary>
    public static Value Missing => default;

    /// <summary>True if there is no value.</summary>
    public bool IsMissing => Kind == ValueKind.Missing;

    /// <summary>True for JSON's true and false, false for texts that only read so.</summary>
    public bool IsBoolean => Kind == ValueKind.Text && _number == BooleanMark;

    /// <summary>True for maps and lists.</summary>
    public bool IsComposite => Kind is ValueKind.Map or ValueKind.List;

    /// <summary>A text.</summary>
    public static Value OfText(string text) => new(ValueKind.Text, text);

    /// <summary>JSON's true or false: everywhere the text, but maps and lists print it without quotes.</summary>
    public static Value OfBoolean(bool boolean) => new(ValueKind.Text, boolean ? "true" : "false", BooleanMark);

    /// <summary>A number.</summary>
    public static Value OfNumber(decimal number) => new(ValueKind.Number, null, number, (double)number);

    /// <summary>1 or 0.</summary>
    public static Value OfTruth(bool truth) => truth ? OfNumber(1) : OfNumber(0);

    /// <summary>1, 0 or missing.</summary>
    public static Value OfTruth(bool? truth) => truth is { } known ? OfTruth(known) : default;

    /// <summary>An instant in microseconds since 1970.</summary>
    public static Value OfInstant(long micros) => new(ValueKind.Instant, null, micros);

    /// <summary>A map.</summary>
    public static Value OfMap(IReadOnlyDictionary<string, Value> map) => new(ValueKind.Map, map);

    /// <summary>A list.</summary>
    public static Value OfList(IReadOnlyList<Value> list) => new(ValueKind.List, list);

    /// <summary>A number; not a number and the infinities are missing.</summary>
    public static Value OfDouble(double real) =>
        !double.IsFinite(real) ? default
        : Math.Abs(real) < 7.9e28 ? OfNumber((decimal)real)
        : new Value(ValueKind.Real, null, 0, real);

    /// <summary>A number of a JSON document or of the query, with its source text, which output echoes.</summary>
    public static Value OfNumberText(string text)
    {
        if (NumberText.TryParseExact(text, out var exact)
            || (text.AsSpan().IndexOfAny('e', 'E') >= 0 && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out exact)))
        {
            return new Value(ValueKind.Number, text, exact, (double)exact);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            ? new Value(ValueKind.Real, text, 0, real)
            : OfText(text);
    }

    /// <summary>The map.</summary>
    public IReadOnlyDictionary<string, Value>? Map => Kind == ValueKind.Map ? (IReadOnlyDictionary<string, Value>?)_reference : null;

    /// <summary>The list.</summary>
    public IReadOnlyList<Value>? List => Kind == ValueKind.List ? (IReadOnlyList<Value>?)_reference : null;

    /// <summary>The instant, in microseconds since 1970; 0 for other kinds.</summary>
    public long Micros => Kind == ValueKind.Instant ? (long)_number : 0;

    /// <summary>The text that functions see; null for missing values, maps and lists.</summary>
    public string? AsText() => Kind switch
    {
        ValueKind.Text => (string?)_reference,
        ValueKind.Number => (string?)_reference ?? ValueFormat.Number(_number),
        ValueKind.Real => (string?)_reference ?? ValueFormat.Real(_real),
        ValueKind.Instant => ValueFormat.Instant(Micros),
        _ => null,
    };

    /// <summary>The text of a cell; maps and lists print as JSON.</summary>
    public string? Print() => IsComposite ? JsonValues.Print(this) : AsText();

    /// <summary>The value as an exact number: numbers, and text that parses fully as a decimal number.</summary>
    public bool TryGetDecimal(out decimal number)
    {
        if (Kind == ValueKind.Number)
        {
            number = _number;
            return true;
        }

        number = 0;
        return Kind == ValueKind.Text && NumberText.TryParseExact((string)_reference!, out number); // a text always has its string
    }

    /// <summary>The value as a number for arithmetic: instants count as milliseconds since 1970.</summary>
    public bool TryGetDouble(out double number)
    {
        switch (Kind)
        {
            case ValueKind.Number or ValueKind.Real:
                number = _real;
                return true;
            case ValueKind.Instant:
                number = ValueFormat.Millis(Micros);
                return true;
            case ValueKind.Text when NumberText.IsDecimal((string)_reference!): // a text always has its string
                number = double.Parse((string)_reference!, NumberStyles.Float, CultureInfo.InvariantCulture);
                return double.IsFinite(number);
            default:
                number = 0;
                return false;
        }
    }

    /// <summary>True if the value counts as a number in comparisons and sorting.</summary>
    public bool IsNumeric => Kind is ValueKind.Number or ValueKind.Real || (Kind == ValueKind.Text && NumberText.IsDecimal((string)_reference!));

    /// <summary>The value as a condition: numbers other than 0, and the text of JSON's true.</summary>
    public bool? Truth => Kind switch
    {
        ValueKind.Number => _number != 0,
        ValueKind.Real => _real != 0,
        ValueKind.Text when AsText() is "true" => true,
        ValueKind.Text when AsText() is "false" => false,
        ValueKind.Text when IsNumeric => ((string)_reference!).AsSpan().ContainsAnyInRange('1', '9'), // a text always has its string
        _ => null,
    };

    /// <summary>Rough memory of the value, in bytes.</summary>
    public int HeldBytes => (int)Math.Min(int.MaxValue, 40L + (_reference switch
    {
        string text => 24 + (2L * text.Length),
        IReadOnlyDictionary<string, Value> map => 128 + map.Sum(pair => 64 + (2L * pair.Key.Length) + pair.Value.HeldBytes),
        IReadOnlyList<Value> list => 64 + list.Sum(item => (long)item.HeldBytes),
        _ => 0,
    }));
}
