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
        var output = new Scope(text, notes) { IsAfterStats = true };
        columns.Clear();
        columns.IsDisplay = false;
        var groups = new List<Node>();
        var groupSlots = new List<int>();
        foreach (var item in command.Groups)
        {
            groups.Add(new Binder(input).Bind(item.Expression));
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
        };
        return (step, output);
    }

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
