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
        if (name == "count" && (call.IsStar || call.Arguments.IsEmpty))
        {
            return () => new CountAccumulator(null);
        }

        var expected = name == "pct" ? 2 : 1;
        if (call.IsStar || call.Arguments.Length != expected)
        {
            var found = call.IsStar ? "'*'" : $"{call.Arguments.Length} arguments";
            throw new QueryFault("E-ARGUMENTS", $"'{name}' has {found}, expected {expected}.", call.Span);
        }

        var argument = _arguments.Bind(call.Arguments[0]);
        Arguments.Add(argument);
        switch (name)
        {
            case "count":
                return () => new CountAccumulator(argument);
            case "count_distinct":
                return () => new DistinctAccumulator(argument);
            case "sum":
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
            default:
                if (input.IsAfterStats)
                {
                    throw new QueryFault("E-AGGREGATE", $"'{name}' needs @timestamp, which does not exist after 'stats'.", call.NameSpan);
                }

                return () => new TimeAccumulator(argument, name == "latest");
        }
    }

    private void NoteExtension(Call call) => input.Note(
        "W-EXTENSION", DiagnosticSeverity.Warning, $"'{call.Name}' is an extension of the local engine; AWS does not document it.", call.NameSpan);

    private static double Percentile(Expr expression) =>
        expression is NumberLiteral number && Value.OfNumberText(number.Text).TryGetDouble(out var percentile) && percentile is >= 0 and <= 100
            ? percentile
            : throw new QueryFault("E-ARGUMENTS", "The second argument of 'pct' is a number from 0 to 100.", expression.Span);
}
