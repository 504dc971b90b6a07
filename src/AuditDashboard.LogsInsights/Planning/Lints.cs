using System.Collections.Immutable;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>
/// Looks for texts that run but may not mean what their author thinks. All findings are notes: none changes what a query does, and
/// all that concerns particular logs comes from the caller's options.
/// </summary>
internal sealed class Lints
{
    private readonly string _text;
    private readonly QueryOptions _options;
    private readonly List<QueryDiagnostic> _notes;
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly List<Expr> _conditions = [];
    private readonly List<FieldName> _unknown = [];
    private bool _usesKnown;

    private Lints(string text, QueryOptions options, List<QueryDiagnostic> notes)
    {
        _text = text;
        _options = options;
        _notes = notes;
    }

    /// <summary>Adds the notes on a query.</summary>
    public static void Check(string text, ImmutableArray<Command> commands, QueryOptions options, List<QueryDiagnostic> notes)
    {
        var lints = new Lints(text, options, notes);
        lints.CheckCommands(commands);
        lints.CheckStream(commands);
    }

    private void CheckCommands(ImmutableArray<Command> commands)
    {
        foreach (var command in commands)
        {
            foreach (var expression in ExpressionsOf(command))
            {
                CheckNames(expression);
                CheckSubqueries(expression);
            }

            switch (command)
            {
                case FilterCommand filter:
                    CheckNegations(filter.Condition, isNegated: false, []);
                    _conditions.AddRange(filter.Condition is Logical { IsAnd: true } all ? all.Operands : [filter.Condition]);
                    break;
                case StatsCommand stats:
                    CheckGroups(stats.Groups.Select(g => g.Expression));
                    break;
                case CountFrequentCommand frequent:
                    CheckGroups(frequent.Fields);
                    break;
            }

            if (command is StatsCommand or CountFrequentCommand)
            {
                // Behind it there are only its own columns.
                break;
            }

            _made.UnionWith(FilterExtraction.NamesMadeBy(command));
        }

        TellUnknown();
        CheckAdvice();
    }

    private void CheckSubqueries(Expr expression)
    {
        if (expression is InQuery query)
        {
            new Lints(_text, _options, _notes).CheckCommands(query.Commands);
        }

        foreach (var child in FieldsOf.Children(expression))
        {
            CheckSubqueries(child);
        }
    }

    private void CheckNames(Expr expression)
    {
        if (expression is FieldName field && IsOfRecord(field) && _options.KnownFields.Count > 0)
        {
            if (Known(field.Name) is not null)
            {
                _usesKnown = true;
            }
            else if (_told.Add(field.Name))
            {
                _unknown.Add(field);
            }
        }

        foreach (var child in FieldsOf.Children(expression))
        {
            CheckNames(child);
        }
    }

    // Without a near name, and without any known field beside it, the query is about other records than the options tell of.
    private void TellUnknown()
    {
        foreach (var field in _unknown)
        {
            var near = NearestName.Find(field.Name, _options.KnownFields.Where(k => !k.Name.EndsWith(".*", StringComparison.Ordinal)).Select(k => k.Name));
            if (near is not null || _usesKnown)
            {
                Note("N-UNKNOWN-FIELD", $"'{field.Name}' is not known as a field of these records{(near is null ? "." : $"; did you mean '{near}'?")}", field.Span);
            }
        }
    }

    // A comparison with a missing field is neither true nor false, so a negation drops the records that lack it.
    private void CheckNegations(Expr condition, bool isNegated, ImmutableHashSet<string> guarded)
    {
        switch (condition)
        {
            case Not not:
                CheckNegations(not.Operand, !isNegated, guarded);
                break;
            case Logical logical:
                var inside = guarded.Union(logical.Operands.Select(o => GuardOf(o, logical.IsAnd)).OfType<string>());
                foreach (var operand in logical.Operands)
                {
                    CheckNegations(operand, isNegated, inside);
                }

                break;
            case Comparison comparison when isNegated != (comparison.Operator == TokenKind.NotEqual):
                TellMissing(comparison.Left as FieldName ?? comparison.Right as FieldName, comparison, guarded);
                break;
            case Like like when isNegated != like.IsNegated:
                TellMissing(like.Value as FieldName, like, guarded);
                break;
            case In membership when isNegated != membership.IsNegated:
                TellMissing(membership.Value as FieldName, membership, guarded);
                break;
            case InQuery membership when isNegated != membership.IsNegated:
                TellMissing(membership.Value as FieldName, membership, guarded);
                break;
        }
    }

    // ispresent(x) or its negation beside a condition on x shows that its author thought of records without x; so does
    // x = "a" and ....
    private static string? GuardOf(Expr operand, bool isAnd) => operand switch
    {
        Call { Arguments: [FieldName field] } call when IsPresenceTest(call) => field.Name,
        Not { Operand: Call { Arguments: [FieldName field] } call } when IsPresenceTest(call) => field.Name,
        Comparison { Operator: TokenKind.Equal, Left: FieldName field } when isAnd => field.Name,
        Like { IsNegated: false, Value: FieldName field } when isAnd => field.Name,
        In { IsNegated: false, Value: FieldName field } when isAnd => field.Name,
        _ => null,
    };

    private static bool IsPresenceTest(Call call) =>
        call.Name.Equals("ispresent", StringComparison.OrdinalIgnoreCase) || call.Name.Equals("isempty", StringComparison.OrdinalIgnoreCase)
        || call.Name.Equals("isblank", StringComparison.OrdinalIgnoreCase);

    private void TellMissing(FieldName? field, Expr condition, ImmutableHashSet<string> guarded)
    {
        if (field is null || !IsOfRecord(field) || guarded.Contains(field.Name) || Known(field.Name) is { IsAlwaysPresent: true } || !_told.Add("!" + field.Name))
        {
            return;
        }

        var name = Printer.Print(field);
        Note("N-MISSING-FIELD", $"This drops records without '{field.Name}' too; write not ispresent({name}) or ... to keep them, or ispresent({name}) and ... to say that it is meant.", condition.Span);
    }

    private void CheckGroups(IEnumerable<Expr> groups)
    {
        foreach (var field in groups.OfType<FieldName>())
        {
            if (!_made.Contains(field.Name) && (field.Name is "@message" or "@timestamp" or "@ingestionTime" or "@ptr" || Known(field.Name) is { IsUnbounded: true }))
            {
                var instead = field.Name is "@timestamp" or "@ingestionTime" ? "write bin(5m) instead" : "nearly every record is a group of its own; group by something that takes fewer values";
                Note("N-GROUPS", $"'{field.Name}' groups hardly anything: {instead}.", field.Span);
            }
        }
    }

    private void CheckAdvice()
    {
        foreach (var advice in _options.Advice)
        {
            if (_conditions.Any(c => ValuesOf(c, advice.Field)?.Contains(advice.Value) == true)
                && _conditions.FirstOrDefault(c => ValuesOf(c, advice.NarrowField) is [var only] && only == advice.NarrowValue) is { } narrow)
            {
                Note(advice.Code, advice.Message, narrow.Span);
            }
        }
    }

    // The values that a condition allows a field, as text; null for other conditions.
    private static List<string>? ValuesOf(Expr condition, string field) => condition switch
    {
        Comparison { Operator: TokenKind.Equal, Left: FieldName left } equality when left.Name == field => TextsOf([equality.Right]),
        Comparison { Operator: TokenKind.Equal, Right: FieldName right } equality when right.Name == field => TextsOf([equality.Left]),
        In { IsNegated: false, Value: FieldName value } membership when value.Name == field => TextsOf(membership.Items),
        _ => null,
    };

    private static List<string>? TextsOf(IReadOnlyList<Expr> values)
    {
        var texts = values.Select(v => v switch { TextLiteral text => text.Text, NumberLiteral number => number.Text, _ => null }).ToList();
        return texts.Contains(null) ? null : [.. texts.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private void CheckStream(ImmutableArray<Command> commands)
    {
        if (_options.Target != QueryTarget.CloudWatch || _options.ExpectedLogStream is not { } stream)
        {
            return;
        }

        var before = commands.TakeWhile(c => c is not (StatsCommand or CountFrequentCommand));
        if (!before.OfType<FilterCommand>().Any(f => FieldsOf.Any(f.Condition, name => name.Name == "@logStream")))
        {
            var first = commands.FirstOrDefault(c => c is not SourceCommand) ?? commands[0];
            Note("N-STREAM", $"The log group holds other streams too, and they are read and searched as well; write filter @logStream like \"{stream}\" first.", first.Span with { Length = 0 });
        }
    }

    private bool IsOfRecord(FieldName field) => Selection.IsDiscovered(field) && Selection.IsUntouched(field, _made);

    private KnownField? Known(string name)
    {
        foreach (var known in _options.KnownFields)
        {
            if (known.Name == name
                || (known.Name.EndsWith(".*", StringComparison.Ordinal) && name.StartsWith(known.Name.AsSpan(0, known.Name.Length - 1), StringComparison.Ordinal)))
            {
                return known;
            }
        }

        return null;
    }

    private void Note(string code, string message, TextSpan span)
    {
        if (!_notes.Exists(n => n.Code == code && n.Start == span.Start))
        {
            _notes.Add(Positions.Diagnose(_text, code, DiagnosticSeverity.Note, message, span));
        }
    }

    private static IEnumerable<Expr> ExpressionsOf(Command command) => command switch
    {
        FieldsCommand fields => fields.Items.Select(i => i.Expression),
        FilterCommand filter => [filter.Condition],
        SortCommand sort => sort.Keys.Select(k => k.Expression),
        ParseGlobCommand parse => Present(parse.Value),
        ParseRegexCommand parse => Present(parse.Value),
        ParseLogfmtCommand parse => Present(parse.Value),
        ParseCsvCommand parse => Present(parse.Value),
        JsonCommand json => Present(json.Value),
        StatsCommand stats => stats.Aggregates.Concat(stats.Groups).Select(i => i.Expression),
        CountFrequentCommand frequent => frequent.Fields,
        DedupCommand dedup => dedup.Keys,
        UnnestCommand unnest => [unnest.Value],

        // expand goes into arrays, which discovery never names.
        _ => [],
    };

    private static IEnumerable<Expr> Present(Expr? value) => value is null ? [] : [value];
}
