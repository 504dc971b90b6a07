using System.Collections.Immutable;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>Takes the filters of a query out as one condition.</summary>
internal static class FilterExtraction
{
    /// <summary>The canonical print of the conjunction of all filters in front of the first <c>stats</c>.</summary>
    /// <exception cref="QueryFault">There is none, or one uses a name that the query makes.</exception>
    public static string Extract(ImmutableArray<Command> commands, IReadOnlyList<string> leftOut, int textLength)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        var conditions = ImmutableArray.CreateBuilder<Expr>();
        foreach (var command in commands.TakeWhile(c => c is not (StatsCommand or CountFrequentCommand)))
        {
            made.UnionWith(NamesMadeBy(command));
            if (command is FilterCommand filter)
            {
                if (FieldsOf.Find(filter.Condition, f => !Selection.IsUntouched(f, made)) is { } field)
                {
                    throw new QueryFault("E-SELECTION", $"The filter uses '{field.Name}', which the query itself makes; a selection can only use the record's own fields.", field.Span);
                }

                if (SubqueryIn(filter.Condition) is { } subquery)
                {
                    throw new QueryFault("E-SUBQUERY", "The filter has a query inside 'in (...)'; a selection is decided on one record alone.", subquery.QuerySpan);
                }

                IEnumerable<Expr> operands = filter.Condition is Logical { IsAnd: true } all ? all.Operands : [filter.Condition];
                conditions.AddRange(operands.Where(o => !leftOut.Contains(Printer.Print(o))));
            }
        }

        return conditions.Count switch
        {
            0 => throw new QueryFault("E-SELECTION", "The query has no filter, which would select every record; write one.", new TextSpan(textLength, 0)),
            1 => Printer.Print(conditions[0]),
            _ => Printer.Print(new Logical(default, true, conditions.ToImmutable())),
        };
    }

    private static InQuery? SubqueryIn(Expr condition) =>
        condition as InQuery ?? FieldsOf.Children(condition).Select(SubqueryIn).FirstOrDefault(q => q is not null);

    /// <summary>The names that a command makes.</summary>
    public static IEnumerable<string> NamesMadeBy(Command command) => command switch
    {
        FieldsCommand fields => fields.Items.Where(i => i.Alias is not null).Select(i => i.Name),
        ParseGlobCommand parse => parse.Names.Select(n => n.Name),
        ParseRegexCommand parse => parse.Names.Select(n => n.Name).Concat(RegexCompiler.Compile(parse.Regex).GetGroupNames()),
        ParseLogfmtCommand parse => [parse.Name.Name],
        ParseCsvCommand parse => parse.Names.Select(n => n.Name),
        UnnestCommand unnest => [unnest.Name.Name],
        ExpandCommand expand => [expand.Field.Name],
        JsonCommand json => json.Paths.Select(p => p.Alias?.Name ?? p.Path),
        _ => [],
    };
}
