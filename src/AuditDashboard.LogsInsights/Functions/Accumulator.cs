using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Functions;

/// <summary>The state of an aggregate over the rows of one group.</summary>
internal abstract class Accumulator
{
    /// <summary>Takes a row; gives the bytes that are held from now on because of it.</summary>
    public abstract long Add(Frame frame);

    /// <summary>The result so far.</summary>
    public abstract Value Result { get; }
}

/// <summary><c>count()</c>, <c>count(*)</c>: rows; <c>count(f)</c>: rows that have f.</summary>
internal sealed class CountAccumulator(Node? argument) : Accumulator
{
    private long _count;

    public override Value Result => Value.OfNumber(_count);

    public override long Add(Frame frame)
    {
        if (argument is null || !argument.Evaluate(frame).IsMissing)
        {
            _count++;
        }

        return 0;
    }
}

/// <summary><c>count_distinct(f)</c>, exact.</summary>
internal sealed class DistinctAccumulator(Node argument) : Accumulator
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public override Value Result => Value.OfNumber(_seen.Count);

    public override long Add(Frame frame)
    {
        var text = argument.Evaluate(frame).AsText();
        return text is not null && _seen.Add(text) ? GroupKey.HeldBytes(text) : 0;
    }
}

/// <summary><c>sum</c> and <c>avg</c>: values that are not numbers are ignored; without any number there is no result.</summary>
internal sealed class SumAccumulator(Node argument, bool isAverage) : Accumulator
{
    private Value _sum = Value.OfNumber(0);
    private long _count;

    public override Value Result =>
        _count == 0 ? default
        : isAverage ? ArithmeticNode.Apply(Syntax.TokenKind.Slash, _sum, Value.OfNumber(_count))
        : _sum;

    public override long Add(Frame frame)
    {
        var value = argument.Evaluate(frame);
        if (value.IsNumeric || value.Kind == ValueKind.Instant)
        {
            _sum = ArithmeticNode.Apply(Syntax.TokenKind.Plus, _sum, value);
            _count++;
        }

        return 0;
    }
}

/// <summary><c>min</c>, <c>max</c>, <c>sortsFirst</c>, <c>sortsLast</c>: by the order of <c>sort</c>.</summary>
internal sealed class ExtremeAccumulator(Node argument, bool isLast) : Accumulator
{
    private Value _best;

    public override Value Result => _best;

    public override long Add(Frame frame)
    {
        var value = argument.Evaluate(frame);
        if (!value.IsMissing && !value.IsComposite && (_best.IsMissing || SortOrder.Compare(value, _best) * (isLast ? 1 : -1) > 0))
        {
            var held = value.HeldBytes - _best.HeldBytes;
            _best = value;
            return held;
        }

        return 0;
    }
}

/// <summary><c>earliest</c>, <c>latest</c>: the value in the row with the smallest or greatest <c>@timestamp</c>; of equal ones the first that came.</summary>
internal sealed class TimeAccumulator(Node argument, bool isLatest) : Accumulator
{
    private long? _micros;
    private Value _value;

    public override Value Result => _value;

    public override long Add(Frame frame)
    {
        if (frame.TimestampMicros is { } micros && (_micros is not { } best || (isLatest ? micros > best : micros < best)))
        {
            var before = _value.HeldBytes;
            _micros = micros;
            _value = argument.Evaluate(frame);
            return _value.HeldBytes - before;
        }

        return 0;
    }
}

/// <summary><c>stddev</c> and <c>variance</c> of the population, by Welford's method.</summary>
internal sealed class DeviationAccumulator(Node argument, bool isVariance) : Accumulator
{
    private long _count;
    private double _mean;
    private double _squares;

    public override Value Result => _count == 0 ? default : Value.OfDouble(isVariance ? _squares / _count : Math.Sqrt(_squares / _count));

    public override long Add(Frame frame)
    {
        if (argument.Evaluate(frame).TryGetDouble(out var number))
        {
            _count++;
            var distance = number - _mean;
            _mean += distance / _count;
            _squares += distance * (number - _mean);
        }

        return 0;
    }
}

/// <summary><c>pct(f, p)</c> and <c>median(f)</c>: linear interpolation between the closest ranks.</summary>
internal sealed class PercentileAccumulator(Node argument, double percentile) : Accumulator
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

            _numbers.Sort();
            var rank = percentile / 100 * (_numbers.Count - 1);
            var below = (int)Math.Floor(rank);
            var above = Math.Min(below + 1, _numbers.Count - 1);
            return Value.OfDouble(_numbers[below] + ((rank - below) * (_numbers[above] - _numbers[below])));
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
}
