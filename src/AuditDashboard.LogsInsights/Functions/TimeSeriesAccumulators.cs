using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Functions;

/// <summary>
/// <c>rate(f, period)</c>: the difference between the last and the first value by <c>@timestamp</c>, for each period of the time
/// between them; missing where they have no time between them. AWS says "per-interval rate of change" and no more.
/// </summary>
internal sealed class RateAccumulator(Node argument, long periodMicros) : Accumulator
{
    private (long Micros, Value Value)? _first;
    private (long Micros, Value Value)? _last;

    public override Value Result =>
        _first is { } first && _last is { } last && last.Micros > first.Micros
            ? ArithmeticNode.Apply(
                Syntax.TokenKind.Slash,
                ArithmeticNode.Apply(Syntax.TokenKind.Star, ArithmeticNode.Apply(Syntax.TokenKind.Minus, last.Value, first.Value), Value.OfNumber(periodMicros)),
                Value.OfNumber(last.Micros - first.Micros))
            : default;

    public override long Add(Frame frame)
    {
        // A text of digits may be long; its number is not.
        var value = ArithmeticNode.Apply(Syntax.TokenKind.Plus, argument.Evaluate(frame), Value.OfNumber(0));
        if (value.IsMissing || frame.TimestampMicros is not { } micros)
        {
            return 0;
        }

        if (_first is not { } first || micros < first.Micros)
        {
            _first = (micros, value);
        }

        if (_last is not { } last || micros > last.Micros)
        {
            _last = (micros, value);
        }

        return 0;
    }
}

/// <summary>
/// <c>histogram(f, n)</c>: a map of n ranges of equal width between the least and the greatest number to how many lie in each. A
/// range holds its lower bound, the last its upper bound too; where all numbers are equal there is one range.
/// </summary>
internal sealed class HistogramAccumulator(Node argument, int ranges) : Accumulator
{
    private readonly List<double> _numbers = [];

    public override Value Result
    {
        get
        {
            if (_numbers.Count == 0)
            {
                return default;
            }

            var least = _numbers.Min();
            var greatest = _numbers.Max();
            var count = greatest > least ? ranges : 1;
            var width = (greatest - least) / count;
            var counts = new long[count];
            foreach (var number in _numbers)
            {
                counts[width > 0 ? Math.Min((int)((number - least) / width), count - 1) : 0]++;
            }

            var map = new Dictionary<string, Value>(StringComparer.Ordinal);
            for (var i = 0; i < count; i++)
            {
                var name = $"{Bound(least + (i * width))}-{Bound(i == count - 1 ? greatest : least + ((i + 1) * width))}";
                map[name] = Value.OfNumber(counts[i] + (map.TryGetValue(name, out var same) && same.TryGetDecimal(out var before) ? before : 0));
            }

            return Value.OfMap(map);
        }
    }

    public override long Add(Frame frame)
    {
        if (!argument.Evaluate(frame).TryGetDouble(out var number))
        {
            return 0;
        }

        _numbers.Add(number);
        return 2 * sizeof(double);
    }

    private static string Bound(double number) => Value.OfDouble(number).AsText() ?? "";
}
