using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>Plans a <c>stats</c> command: what it reads of the rows that come, and the scope of the rows it makes.</summary>
internal static class StatsPlanner
{
    /// <summary>Makes the step and the scope behind it; the columns become those of the command.</summary>
    /// <exception cref="QueryFault">An aggregate or group is wrong.</exception>
    public static (StatsStep Step, Scope Scope) Plan(StatsCommand command, Scope input, string text, List<QueryDiagnostic> notes, Columns columns)
    {
        var output = new Scope(text, notes) { IsAfterStats = true, Subqueries = input.Subqueries };
        columns.Clear();
        columns.IsDisplay = false;
        var groups = new List<Node>();
        var groupSlots = new List<int>();
        var offset = OffsetOf(command);
        foreach (var item in command.Groups)
        {
            var group = new Binder(input).Bind(item.Expression);
            groups.Add(offset != 0 && IsBin(item.Expression) ? Shift(group, offset) : group);
            groupSlots.Add(Add(item, output, columns));
        }

        var aggregates = new AggregateBinder(input, output.Layout);
        var binder = new Binder(output, aggregates.Bind);
        var results = new List<(Node, int)>();
        foreach (var item in command.Aggregates)
        {
            var before = aggregates.Calls.Count;
            var node = item.Expression is FieldName ? null : binder.Bind(item.Expression);
            if (node is null || aggregates.Calls.Count == before)
            {
                throw new QueryFault(
                    "E-AGGREGATE",
                    $"Found '{item.SourceText}', expected an aggregate such as count(*) or latest(...); values to group by stand behind 'by'.",
                    item.Expression.Span);
            }

            results.Add((node, Add(item, output, columns)));
        }

        output.Layout.Seal();
        var step = new StatsStep
        {
            Groups = [.. groups],
            GroupSlots = [.. groupSlots],
            Aggregates = [.. aggregates.Calls],
            Results = [.. results],
            Arguments = [.. aggregates.Arguments],
            Output = output.Layout,
            IsByTimeAlone = command.Groups.All(g => IsRoundedTime(g.Expression)),
        };
        return (step, output);
    }

    /// <summary>Makes <c>fillmissing</c> out of the <c>stats</c> that it stands behind.</summary>
    /// <exception cref="QueryFault">That has not exactly one bin to group by, or no such column.</exception>
    public static FillPlan PlanFill(FillMissingCommand command, StatsCommand stats, Scope output)
    {
        var bins = stats.Groups.Select((item, index) => (item, index)).Where(g => IsBin(g.item.Expression)).ToList();
        if (bins.Count != 1 || bins[0].item.Expression is not Call { Arguments: [PeriodLiteral literal] } || !Period.TryParse(literal.Text, out var period))
        {
            throw new QueryFault("E-FILLMISSING", "Found a 'stats' without one bin to group by, expected stats ... by bin(...) in front of 'fillmissing'.", command.Span);
        }

        var groupSlots = stats.Groups.Select(g => output.Created.GetValueOrDefault(g.Name, -1)).ToHashSet();
        var constants = new List<(int, Value)>();
        foreach (var fill in command.Fills)
        {
            if (!output.Created.TryGetValue(fill.Field.Name, out var slot) || groupSlots.Contains(slot))
            {
                throw new QueryFault(
                    "E-FILLMISSING",
                    $"'{fill.Field.Name}' is no aggregate of the 'stats' in front{NearestName.Suggestion(fill.Field.Name, stats.Aggregates.Select(a => a.Name))}",
                    fill.Field.Span);
            }

            constants.Add((slot, ((ConstantNode)new Binder(output).Bind(fill.Value)).Value)); // the grammar allows constants alone
        }

        return new FillPlan(bins[0].index, period.Capped, OffsetOf(stats), [.. constants]);
    }

    private static bool IsBin(Expr expression) => expression is Call call && call.Name.Equals("bin", StringComparison.OrdinalIgnoreCase);

    private static bool IsRoundedTime(Expr expression) =>
        IsBin(expression) || (expression is Call call && (call.Name.Equals("datefloor", StringComparison.OrdinalIgnoreCase) || call.Name.Equals("dateceil", StringComparison.OrdinalIgnoreCase)));

    // AWS: "offset at the end of a stats ... by bin() clause shifts bins by a duration", for comparison with an earlier time. So a
    // bin is shown that much later than its records are: those of an hour ago stand beside those of now. It may follow the bin
    // itself or stand at the end of the list.
    private static long OffsetOf(StatsCommand command)
    {
        if (command.Groups.FirstOrDefault(g => g.Offset is not null) is not { Offset: { } literal } holder)
        {
            return 0;
        }

        if (command.Groups.Count(g => g.Offset is not null) > 1 || !command.Groups.Any(g => IsBin(g.Expression)) || (!IsBin(holder.Expression) && holder != command.Groups[^1]))
        {
            throw new QueryFault("E-OFFSET", "Found an offset that follows no bin, expected one, as in by bin(5m) offset 1h.", literal.Span);
        }

        return Period.TryParse(literal.Text, out var period) && period.LengthMicros is { } micros
            ? micros
            : throw new QueryFault("E-OFFSET", $"The offset {literal.Text} has no fixed length or is too long; write it in days or weeks, at most a hundred years.", literal.Span);
    }

    private static FunctionNode Shift(Node bin, long offset) =>
        new((_, a) => a[0].Kind == ValueKind.Instant ? Value.OfInstant(a[0].Micros + offset) : a[0], [bin]);

    // A column is known by its alias or by its source text, and by any text that means the same.
    private static int Add(Item item, Scope output, Columns columns)
    {
        int slot;
        if (item.Alias is { } alias)
        {
            slot = output.Create(alias);
        }
        else
        {
            slot = output.Layout.Created();
            output.Created.TryAdd(item.Name, slot);
        }

        output.ColumnsByExpression.TryAdd(Printer.Print(item.Expression), slot);
        columns.Add(item.Name, slot);
        return slot;
    }
}
