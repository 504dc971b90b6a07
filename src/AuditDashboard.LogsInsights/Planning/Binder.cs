using System.Text.RegularExpressions;
using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Functions;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>Binds expressions to the slots of a scope, and checks what can be checked before a record is seen.</summary>
internal sealed class Binder(Scope scope, Func<Call, Node>? aggregates = null)
{
    // A long replacement for every character of a long message: more than a log has use for.
    private const long LongestReplacement = 16 * 1024 * 1024;

    /// <summary>Binds an expression.</summary>
    /// <exception cref="QueryFault">A name, function or argument is wrong.</exception>
    public Node Bind(Expr expression)
    {
        if (scope.IsAfterStats && aggregates is null && expression is not FieldName
            && scope.ColumnsByExpression.TryGetValue(Printer.Print(expression), out var column))
        {
            return new SlotNode(column);
        }

        return expression switch
        {
            NumberLiteral number => new ConstantNode(Number(number)),
            TextLiteral text => new ConstantNode(Value.OfText(text.Text)),
            FieldName field => BindField(field),
            Negate { Operand: NumberLiteral number } => new ConstantNode(ArithmeticNode.Apply(TokenKind.Minus, Value.OfNumber(0), Number(number))),
            Negate negate => new ArithmeticNode(TokenKind.Minus, new ConstantNode(Value.OfNumber(0)), Bind(negate.Operand)),
            Not not => new NotNode(Bind(not.Operand)),
            Logical { IsAnd: true } logical => new AndNode(BindAll(logical.Operands)),
            Logical logical => new OrNode(BindAll(logical.Operands)),
            Arithmetic arithmetic => new ArithmeticNode(arithmetic.Operator, Bind(arithmetic.Left), Bind(arithmetic.Right)),
            Comparison comparison => BindComparison(comparison),
            Like like => like.IsNegated ? new NotNode(BindLike(like)) : BindLike(like),
            In membership => membership.IsNegated ? new NotNode(BindIn(membership)) : BindIn(membership),
            InQuery membership => membership.IsNegated ? new NotNode(BindInQuery(membership)) : BindInQuery(membership),
            Call call => BindCall(call),
            Member member => BindMember(Bind(member.Value), member.Name),
            Element element => BindElement(element),
            RegexLiteral regex => throw new QueryFault("E-REGEX", "Found a regular expression, expected a value: it can only stand after 'like' or '=~'.", regex.Span),
            PeriodLiteral period => throw new QueryFault("E-PERIOD", $"Found the period {period.Text}, expected a value: a period can only stand in 'bin', 'datefloor' and 'dateceil'.", period.Span),
            _ => throw new InvalidOperationException("Unknown expression."),
        };
    }

    private static Value Number(NumberLiteral literal)
    {
        var value = Value.OfNumberText(literal.Text);

        // A number of the query is a value, not a field: it prints in the engine's own format.
        return value.Kind == ValueKind.Number && value.TryGetDecimal(out var number) ? Value.OfNumber(number) : value;
    }

    private Node[] BindAll(IReadOnlyList<Expr> expressions) => [.. expressions.Select(Bind)];

    private Node BindField(FieldName field)
    {
        if (scope.Created.TryGetValue(field.Name, out var slot))
        {
            return new SlotNode(slot);
        }

        // m.key of a map that the query made: the longest made name, then its members.
        for (var parts = field.Parts.Length - 1; parts > 0; parts--)
        {
            if (scope.Created.TryGetValue(string.Join('.', field.Parts.Take(parts)), out slot))
            {
                return field.Parts.Skip(parts).Aggregate((Node)new SlotNode(slot), BindMember);
            }
        }

        if (scope.IsAfterStats)
        {
            throw new QueryFault(
                "E-FIELD",
                $"'{field.Name}' does not exist after 'stats', which leaves only its own columns{NearestName.Suggestion(field.Name, scope.Created.Keys)}",
                field.Span);
        }

        if (SystemFields.TryParse(field.Name, out var system))
        {
            scope.FieldsRead.Add(field.Name);
            return new SlotNode(scope.Layout.System(system));
        }

        if (field.Name.StartsWith('@') && !field.Name.StartsWith("@@", StringComparison.Ordinal))
        {
            scope.Note("W-FIELD", DiagnosticSeverity.Warning, $"The source gives no field '{field.Name}'{NearestName.Suggestion(field.Name, SystemFields.Names)}", field.Span);
            return new ConstantNode(Value.Missing);
        }

        if (field.Name is "true" or "false")
        {
            scope.Note("W-TRUTH", DiagnosticSeverity.Warning, $"'{field.Name}' without quotes is the name of a field; write \"{field.Name}\".", field.Span);
        }

        scope.FieldsRead.Add(field.Name);
        return new SlotNode(scope.Layout.Discovered(field.Name));
    }

    private static Node BindMember(Node value, string name) =>
        new FunctionNode((_, a) => a[0].Map is { } map ? map.GetValueOrDefault(name) : default, [value]);

    private FunctionNode BindElement(Element element)
    {
        if (element.Value is FieldName field && !scope.Created.ContainsKey(field.Name) && !scope.IsAfterStats)
        {
            scope.Note("W-ELEMENT", DiagnosticSeverity.Warning, $"'{field.Name}[{element.Index}]' reads a list of jsonParse; an element of a field is written {field.Name}.{element.Index}.", element.Span);
        }

        return new FunctionNode(
            (_, a) => a[0].List is { } list && element.Index < list.Count ? list[element.Index] : default,
            [Bind(element.Value)]);
    }

    private Node BindComparison(Comparison comparison)
    {
        WarnOfInstantText(comparison.Left, comparison.Right);
        WarnOfInstantText(comparison.Right, comparison.Left);
        var left = Bind(comparison.Left);
        var right = Bind(comparison.Right);
        if (comparison.Operator is TokenKind.Equal or TokenKind.NotEqual)
        {
            if (DiscoveredSlot(left) is { } slot && right is ConstantNode { Value.IsMissing: false } constant)
            {
                return BindToConstant(comparison.Operator, slot, constant.Value);
            }

            if (DiscoveredSlot(right) is { } other && left is ConstantNode { Value.IsMissing: false } first)
            {
                return BindToConstant(comparison.Operator, other, first.Value);
            }
        }

        return new ComparisonNode(comparison.Operator, left, right);
    }

    private static ConditionNode BindToConstant(TokenKind comparison, int slot, in Value constant) => comparison == TokenKind.Equal
        ? new FieldInConstantsNode(slot, [constant])
        : new FieldIsNotNode(slot, constant);

    private void WarnOfInstantText(Expr value, Expr other)
    {
        if (value is FieldName { Name: "@timestamp" or "@ingestionTime" } field && other is TextLiteral text && !NumberText.IsDecimal(text.Text))
        {
            scope.Note("W-INSTANT-TEXT", DiagnosticSeverity.Warning, $"'{field.Name}' cannot be compared with readable text; compare toMillis({field.Name}) with milliseconds since 1970.", text.Span);
        }
    }

    private int? DiscoveredSlot(Node node) =>
        node is SlotNode { Slot: var slot } && scope.Layout[slot].Kind == SlotKind.Discovered ? slot : null;

    private ConditionNode BindIn(In membership)
    {
        var value = Bind(membership.Value);
        var items = BindAll(membership.Items);
        return DiscoveredSlot(value) is { } slot && items.All(i => i is ConstantNode { Value.IsMissing: false })
            ? new FieldInConstantsNode(slot, [.. items.Cast<ConstantNode>().Select(i => i.Value)])
            : new InNode(value, items);
    }

    private ConditionNode BindInQuery(InQuery membership) => scope.Subqueries is { } subqueries
        ? subqueries.Bind(membership, Bind(membership.Value))
        : throw new QueryFault("E-SUBQUERY", "Found a query inside 'in (...)', expected a list such as in [\"a\", \"b\"]: a selection is decided on one record alone.", membership.QuerySpan);

    private ConditionNode BindLike(Like like)
    {
        var value = Bind(like.Value);
        if (like.Pattern is RegexLiteral regex)
        {
            return new RegexNode(value, RegexCompiler.Compile(regex, isTimed: scope.AllowsRunTimes));
        }

        // Text that could come from invalid bytes is compared after decoding.
        if (value is SlotNode { Slot: var slot } && scope.Layout[slot] is (SlotKind.System, (int)SystemField.Message)
            && like.Pattern is TextLiteral { Text: var part } && !part.Contains('\uFFFD', StringComparison.Ordinal) && !part.Any(char.IsSurrogate))
        {
            return new MessageContainsNode(slot, part);
        }

        return new ContainsNode(value, Bind(like.Pattern));
    }

    private Node BindCall(Call call)
    {
        if (AggregateNames.IsAggregate(call.Name))
        {
            return aggregates is not null
                ? aggregates(call)
                : throw new QueryFault("E-AGGREGATE", $"Found the aggregate '{call.Name}', expected a function of one record: aggregates belong to 'stats'.", call.NameSpan);
        }

        if (RefusedNames.OfAggregate(call.Name, call.NameSpan) is { } refused)
        {
            throw refused;
        }

        if (call.IsStar)
        {
            throw new QueryFault("E-ARGUMENTS", $"Found '*', expected arguments: only 'count' takes '*'.", call.Span);
        }

        if (call.Name.Equals("bin", StringComparison.OrdinalIgnoreCase))
        {
            return BindBin(call);
        }

        if (call.Name.Equals("datefloor", StringComparison.OrdinalIgnoreCase) || call.Name.Equals("dateceil", StringComparison.OrdinalIgnoreCase))
        {
            CheckArguments(call, 2, 2);
            var period = BindPeriod(call.Arguments[1]);
            var isFloor = call.Name.Equals("datefloor", StringComparison.OrdinalIgnoreCase);
            return new FunctionNode((_, a) => Rounded(a[0], period, isFloor), [Bind(call.Arguments[0])]);
        }

        if (call.Name.Equals("regexReplace", StringComparison.OrdinalIgnoreCase) || call.Name.Equals("regex_replace", StringComparison.OrdinalIgnoreCase))
        {
            return BindRegexReplace(call);
        }

        var function = FunctionTable.Find(call.Name)
            ?? throw new QueryFault("E-FUNCTION", $"There is no function '{(call.Name.Length <= 40 ? call.Name : call.Name[..40] + "...")}'{NearestName.Suggestion(call.Name, FunctionNames.All)}", call.NameSpan);
        CheckArguments(call, function.MinimumArguments, function.MaximumArguments);
        if (function.DependsOnRun && !scope.AllowsRunTimes)
        {
            throw new QueryFault("E-RUN-TIME", $"'{function.Name}' depends on when the query runs, and a selection must not.", call.NameSpan);
        }

        if (function.IsExtension)
        {
            scope.Note("W-EXTENSION", DiagnosticSeverity.Warning, $"'{call.Name}' is an extension of the local engine; AWS does not document it.", call.NameSpan);
        }

        return new FunctionNode(function.Apply, BindAll(call.Arguments));
    }

    private FunctionNode BindBin(Call call)
    {
        if (scope.IsAfterStats)
        {
            throw new QueryFault("E-BIN", "'bin' needs @timestamp, which does not exist after 'stats'; carry a time with 'bin(5m) as t' and use 'datefloor(t, 10m)'.", call.NameSpan);
        }

        CheckArguments(call, 1, 1);
        var period = BindPeriod(call.Arguments[0]);
        scope.FieldsRead.Add("@timestamp");
        return new FunctionNode((_, a) => Rounded(a[0], period, isFloor: true), [new SlotNode(scope.Layout.System(SystemField.Timestamp))]);
    }

    private static Value Rounded(in Value value, Period period, bool isFloor) =>
        DateFunctions.ToMicros(value) is { } micros ? Value.OfInstant(isFloor ? period.Floor(micros) : period.Ceiling(micros)) : default;

    private Period BindPeriod(Expr expression)
    {
        if (expression is not PeriodLiteral literal || !Period.TryParse(literal.Text, out var period) || period.Count < 1)
        {
            throw new QueryFault("E-PERIOD", "Expected a period such as 30s, 5m, 1h or 1d here.", expression.Span);
        }

        if (period.Count > period.Cap)
        {
            scope.Note("W-PERIOD-CAP", DiagnosticSeverity.Warning, $"The service silently reduces the period {literal.Text} to {period.Capped}; write a larger unit.", literal.Span);
        }

        return period.Capped;
    }

    private FunctionNode BindRegexReplace(Call call)
    {
        CheckArguments(call, 3, 3);
        var literal = call.Arguments[1] switch
        {
            RegexLiteral regex => regex,
            TextLiteral text => new RegexLiteral(text.Span, text.Text),
            var other => throw new QueryFault("E-ARGUMENTS", "Expected a regular expression as the second argument of 'regexReplace'.", other.Span),
        };
        var compiled = RegexCompiler.Compile(literal, isTimed: scope.AllowsRunTimes);
        return new FunctionNode((_, a) => Replaced(compiled, a[0], a[1]), [Bind(call.Arguments[0]), Bind(call.Arguments[2])]);
    }

    private static Value Replaced(Regex regex, in Value value, in Value with) =>
        value.AsText() is { } text && with.AsText() is { } replacement && (long)text.Length * replacement.Length <= LongestReplacement
            ? Value.OfText(GuardedRegex.Replace(regex, text, replacement))
            : default;

    private static void CheckArguments(Call call, int minimum, int maximum)
    {
        var count = call.Arguments.Length;
        if (count < minimum || count > maximum)
        {
            var expected = minimum == maximum ? $"{minimum}" : maximum == ScalarFunction.Any ? $"at least {minimum}" : $"{minimum} to {maximum}";
            throw new QueryFault("E-ARGUMENTS", $"'{call.Name}' has {count} arguments, expected {expected}.", call.Span);
        }
    }
}
