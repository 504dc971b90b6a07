using System.Globalization;
using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Functions;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>Binds the aggregates of a <c>stats</c> command: their arguments over the rows that come, their results into the rows that are made.</summary>
internal sealed class AggregateBinder(Scope input, Layout output)
{
    private readonly Binder _arguments = new(input);

    /// <summary>The aggregates found so far.</summary>
    public List<AggregateCall> Calls { get; } = [];

    /// <summary>What they read.</summary>
    public List<Node> Arguments { get; } = [];

    /// <summary>Binds an aggregate; the node gives its result.</summary>
    /// <exception cref="QueryFault">An argument is wrong.</exception>
    public Node Bind(Call call)
    {
        var create = Create(call);
        var slot = output.Created();
        Calls.Add(new AggregateCall(create, slot));
        return new SlotNode(slot);
    }

    private Func<Accumulator> Create(Call call)
    {
        var name = FunctionNames.Canonical(call.Name);
        if (name is "count" or "countOverTime" or "count_over_time" && (call.IsStar || call.Arguments.IsEmpty))
        {
            return () => new CountAccumulator(null);
        }

        var expected = name is "pct" or "rate" or "histogram" ? 2 : 1;
        if (call.IsStar || call.Arguments.Length != expected)
        {
            var found = call.IsStar ? "'*'" : $"{call.Arguments.Length} arguments";
            throw new QueryFault("E-ARGUMENTS", $"'{name}' has {found}, expected {expected}.", call.Span);
        }

        var argument = _arguments.Bind(call.Arguments[0]);
        Arguments.Add(argument);
        switch (name)
        {
            case "count" or "countOverTime" or "count_over_time":
                return () => new CountAccumulator(argument);
            case "count_distinct":
                return () => new DistinctAccumulator(argument);
            case "sum" or "sumOverTime" or "sum_over_time":
                return () => new SumAccumulator(argument, isAverage: false);
            case "avg":
                return () => new SumAccumulator(argument, isAverage: true);
            case "min" or "sortsFirst":
                return () => new ExtremeAccumulator(argument, isLast: false);
            case "max" or "sortsLast":
                return () => new ExtremeAccumulator(argument, isLast: true);
            case "stddev":
                return () => new DeviationAccumulator(argument, isVariance: false);
            case "variance":
                NoteExtension(call);
                return () => new DeviationAccumulator(argument, isVariance: true);
            case "median":
                NoteExtension(call);
                return () => new PercentileAccumulator(argument, 50);
            case "pct":
                var percentile = Percentile(call.Arguments[1]);
                return () => new PercentileAccumulator(argument, percentile);
            case "histogram":
                var ranges = Ranges(call.Arguments[1]);
                return () => new HistogramAccumulator(argument, ranges);
            default:
                if (input.IsAfterStats)
                {
                    throw new QueryFault("E-AGGREGATE", $"'{name}' needs @timestamp, which does not exist after 'stats'.", call.NameSpan);
                }

                if (name == "rate")
                {
                    var period = Interval(call.Arguments[1]);
                    return () => new RateAccumulator(argument, period);
                }

                return () => new TimeAccumulator(argument, name == "latest");
        }
    }

    private void NoteExtension(Call call) => input.Note(
        "W-EXTENSION", DiagnosticSeverity.Warning, $"'{call.Name}' is an extension of the local engine; AWS does not document it.", call.NameSpan);

    private static int Ranges(Expr expression) =>
        expression is NumberLiteral number && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var ranges) && ranges is >= 1 and <= QueryLimits.HistogramRanges
            ? ranges
            : throw new QueryFault("E-ARGUMENTS", $"The second argument of 'histogram' is a whole number from 1 to {QueryLimits.HistogramRanges}.", expression.Span);

    private static long Interval(Expr expression) =>
        expression is PeriodLiteral literal && Period.TryParse(literal.Text, out var period) && period.Count >= 1 && period.LengthMicros is { } micros
            ? micros
            : throw new QueryFault("E-ARGUMENTS", "The second argument of 'rate' is a period of a fixed length, such as 1m or 1h.", expression.Span);

    private static double Percentile(Expr expression) =>
        expression is NumberLiteral number && Value.OfNumberText(number.Text).TryGetDouble(out var percentile) && percentile is >= 0 and <= 100
            ? percentile
            : throw new QueryFault("E-ARGUMENTS", "The second argument of 'pct' is a number from 0 to 100.", expression.Span);
}
