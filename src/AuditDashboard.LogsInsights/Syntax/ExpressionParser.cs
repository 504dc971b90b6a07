using System.Collections.Immutable;
using System.Globalization;

namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>
/// Parses expressions by recursive descent. Depth is bounded by <see cref="QueryLimits.Nesting"/> and size by
/// <see cref="QueryLimits.Nodes"/>, so that no text can overflow the stack here or in what walks the tree later.
/// </summary>
/// <param name="tokens">The tokens.</param>
/// <param name="subquery">Parses the commands of <c>in (…)</c>, up to but without the closing parenthesis.</param>
internal sealed class ExpressionParser(TokenReader tokens, Func<ImmutableArray<Command>> subquery)
{
    private int _depth;
    private int _nodes;

    /// <summary>Parses an expression: the lowest precedence is <c>or</c>.</summary>
    public Expr ParseExpression()
    {
        Enter();
        var first = ParseAnd();
        if (!tokens.Current.IsWord("or"))
        {
            Leave();
            return first;
        }

        var operands = ImmutableArray.CreateBuilder<Expr>();
        AddFlat(operands, first, isAnd: false);
        while (tokens.TryTakeWord("or"))
        {
            AddFlat(operands, ParseAnd(), isAnd: false);
        }

        Leave();
        return Count(new Logical(TextSpan.Join(first.Span, tokens.Previous.Span), false, operands.ToImmutable()));
    }

    /// <summary>Parses a field, and nothing else.</summary>
    public FieldName ParseField(string expected)
    {
        var token = tokens.Current;
        return token.Kind is TokenKind.Name or TokenKind.Period && (token.Kind == TokenKind.Period || (!Keywords.IsReserved(token) && !token.Text.StartsWith('.') && token.Text != "@"))
            ? Count(new FieldName(tokens.Take().Span, token.Text, token.Parts))
            : throw tokens.Unexpected(expected);
    }

    /// <summary>Parses a number or text, also a number with a minus.</summary>
    public Expr ParseConstant(string expected)
    {
        var minus = tokens.Current;
        var isNegative = tokens.TryTake(TokenKind.Minus);
        var token = tokens.Current;
        Expr value = token.Kind switch
        {
            TokenKind.Number => new NumberLiteral(token.Span, token.Text),
            TokenKind.Text when !isNegative => new TextLiteral(token.Span, token.Text),
            _ => throw tokens.Unexpected(expected),
        };
        tokens.Take();
        return Count(isNegative ? Count<Expr>(new Negate(TextSpan.Join(minus.Span, token.Span), value)) : value);
    }

    /// <summary>Parses a period.</summary>
    public PeriodLiteral ParsePeriod()
    {
        var token = tokens.Current;
        return token.Kind == TokenKind.Period && Period.IsPeriod(token.Text)
            ? Count(new PeriodLiteral(tokens.Take().Span, token.Text))
            : throw tokens.Unexpected("a period such as 30s, 5m, 1h or 1d");
    }

    /// <summary>Parses a field, a call, a literal or a parenthesis, with members and elements behind it.</summary>
    public Expr ParsePrimary()
    {
        Enter();
        var value = ParseOperand();
        while (true)
        {
            // .key directly behind a call or parenthesis: jsonParse(x).key
            if (tokens.Current.Kind == TokenKind.Name && tokens.Current.Text.StartsWith('.') && tokens.Current.Span.Start == tokens.Previous.Span.End)
            {
                var token = tokens.Take();
                foreach (var part in token.Parts)
                {
                    value = Count(new Member(TextSpan.Join(value.Span, token.Span), value, part));
                }

                continue;
            }

            if (tokens.Current.Kind == TokenKind.OpenBracket && value is not (NumberLiteral or TextLiteral))
            {
                tokens.Take();
                var number = tokens.Expect(TokenKind.Number, "a number: the position in the list, from 0");
                if (!int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                {
                    throw new QueryFault("E-NUMBER", $"'{number.Text}' is not a position in a list; write a whole number from 0.", number.Span);
                }

                tokens.Expect(TokenKind.CloseBracket, "']'");
                value = Count(new Element(TextSpan.Join(value.Span, tokens.Previous.Span), value, index));
                continue;
            }

            Leave();
            return value;
        }
    }

    private Expr ParseAnd()
    {
        var first = ParseNot();
        if (!tokens.Current.IsWord("and"))
        {
            return first;
        }

        var operands = ImmutableArray.CreateBuilder<Expr>();
        AddFlat(operands, first, isAnd: true);
        while (tokens.TryTakeWord("and"))
        {
            AddFlat(operands, ParseNot(), isAnd: true);
        }

        return Count(new Logical(TextSpan.Join(first.Span, tokens.Previous.Span), true, operands.ToImmutable()));
    }

    // a and (b and c) is a and b and c: one canonical tree for both spellings.
    private static void AddFlat(ImmutableArray<Expr>.Builder operands, Expr operand, bool isAnd)
    {
        if (operand is Logical logical && logical.IsAnd == isAnd)
        {
            operands.AddRange(logical.Operands);
        }
        else
        {
            operands.Add(operand);
        }
    }

    private Expr ParseNot()
    {
        if (!tokens.Current.IsWord("not"))
        {
            return ParseComparison();
        }

        Enter();
        var word = tokens.Take();
        var operand = ParseNot();
        Leave();
        return Count(new Not(TextSpan.Join(word.Span, operand.Span), operand));
    }

    private Expr ParseComparison()
    {
        var left = ParseSum();
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Equal or TokenKind.NotEqual or TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual:
                tokens.Take();
                var right = ParseSum();
                return Count(new Comparison(TextSpan.Join(left.Span, right.Span), token.Kind, left, right));
            case TokenKind.MatchRegex:
                tokens.Take();
                return ParseRegexPattern(left);
        }

        var isNegated = token.IsWord("not");
        if (isNegated)
        {
            tokens.Take();
        }

        if (tokens.TryTakeWord("like"))
        {
            var pattern = tokens.Current.Kind == TokenKind.Slash ? Count<Expr>(tokens.TakeRegex()) : ParseSum();
            return Count(new Like(TextSpan.Join(left.Span, pattern.Span), left, pattern, isNegated));
        }

        if (tokens.TryTakeWord("in"))
        {
            return ParseIn(left, isNegated);
        }

        return isNegated ? throw tokens.Unexpected("'like' or 'in' after 'not'") : left;
    }

    // =~ takes a regular expression, or a text that holds one.
    private Like ParseRegexPattern(Expr left)
    {
        RegexLiteral pattern;
        if (tokens.Current.Kind == TokenKind.Slash)
        {
            pattern = tokens.TakeRegex();
        }
        else
        {
            var text = tokens.Expect(TokenKind.Text, "a regular expression such as /^system:/");
            if (text.Text.Length == 0)
            {
                throw new QueryFault("E-REGEX", "Found an empty regular expression, expected one between the quotes.", text.Span);
            }

            // \/ means a slash here too, so that both spellings are one tree.
            pattern = new RegexLiteral(text.Span, Unescaped(text.Text));
        }

        return Count(new Like(TextSpan.Join(left.Span, pattern.Span), left, Count(pattern), false));
    }

    private static string Unescaped(string pattern)
    {
        var output = new System.Text.StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                i++;
                if (pattern[i] != '/')
                {
                    output.Append('\\');
                }
            }

            output.Append(pattern[i]);
        }

        return output.ToString();
    }

    private Expr ParseIn(Expr left, bool isNegated)
    {
        if (tokens.Current.Kind == TokenKind.Open)
        {
            return ParseInQuery(left, isNegated);
        }

        tokens.Expect(TokenKind.OpenBracket, "'[' and a list such as [\"get\", \"list\"]");
        var items = ImmutableArray.CreateBuilder<Expr>();
        do
        {
            items.Add(ParseSum());
        }
        while (tokens.TryTake(TokenKind.Comma));
        tokens.Expect(TokenKind.CloseBracket, "',' or ']'");
        return Count(new In(TextSpan.Join(left.Span, tokens.Previous.Span), left, items.ToImmutable(), isNegated));
    }

    private InQuery ParseInQuery(Expr left, bool isNegated)
    {
        Enter();
        var open = tokens.Take();
        if (tokens.Current.Kind is TokenKind.Text or TokenKind.Number)
        {
            throw new QueryFault("E-SYNTAX", $"Found {tokens.Describe(tokens.Current)}, expected a query; a list of values stands in brackets: in [\"a\", \"b\"].", tokens.Current.Span);
        }

        var commands = subquery();
        var close = tokens.Expect(TokenKind.Close, "'|' and a command, or ')' to end the query inside 'in (...)'");
        Leave();
        return Count(new InQuery(TextSpan.Join(left.Span, close.Span), left, commands, TextSpan.Join(open.Span, close.Span), isNegated));
    }

    private Expr ParseSum()
    {
        var left = ParseProduct();
        while (tokens.Current.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            var token = tokens.Take();
            var right = ParseProduct();
            left = Count(new Arithmetic(TextSpan.Join(left.Span, right.Span), token.Kind, left, right));
        }

        return left;
    }

    private Expr ParseProduct()
    {
        var left = ParsePower();
        while (tokens.Current.Kind is TokenKind.Star or TokenKind.Slash or TokenKind.Percent)
        {
            var token = tokens.Take();
            var right = ParsePower();
            left = Count(new Arithmetic(TextSpan.Join(left.Span, right.Span), token.Kind, left, right));
        }

        return left;
    }

    private Expr ParsePower()
    {
        var left = ParseUnary();
        if (tokens.Current.Kind != TokenKind.Caret)
        {
            return left;
        }

        Enter();
        var token = tokens.Take();
        var right = ParsePower();
        Leave();
        return Count(new Arithmetic(TextSpan.Join(left.Span, right.Span), token.Kind, left, right));
    }

    private Expr ParseUnary()
    {
        if (tokens.Current.Kind != TokenKind.Minus)
        {
            return ParsePrimary();
        }

        Enter();
        var sign = tokens.Take();
        var operand = ParseUnary();
        Leave();
        return Count(new Negate(TextSpan.Join(sign.Span, operand.Span), operand));
    }

    private Expr ParseOperand()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                tokens.Take();
                return Count(new NumberLiteral(token.Span, token.Text));
            case TokenKind.Text:
                tokens.Take();
                return Count(new TextLiteral(token.Span, token.Text));
            case TokenKind.Period:
                tokens.Take();
                return Count<Expr>(Period.IsPeriod(token.Text)
                    ? new PeriodLiteral(token.Span, token.Text)
                    : new FieldName(token.Span, token.Text, token.Parts));
            case TokenKind.Open:
                tokens.Take();
                var inner = ParseExpression();
                tokens.Expect(TokenKind.Close, "')'");
                return inner;
            case TokenKind.Name when Keywords.IsReserved(token) || token.Text.StartsWith('.') || token.Text == "@":
                throw tokens.Unexpected("a field, a function or a value");
            case TokenKind.Name:
                tokens.Take();
                return !token.IsQuoted && tokens.Current.Kind == TokenKind.Open
                    ? ParseCall(token)
                    : Count(new FieldName(token.Span, token.Text, token.Parts));
            default:
                throw tokens.Unexpected("a field, a function or a value");
        }
    }

    private Call ParseCall(Token name)
    {
        tokens.Take();
        var arguments = ImmutableArray.CreateBuilder<Expr>();
        var isStar = false;
        if (tokens.Current.Kind == TokenKind.Star)
        {
            tokens.Take();
            isStar = true;
        }
        else if (tokens.Current.Kind != TokenKind.Close)
        {
            do
            {
                // Only regexReplace takes an expression between slashes; the binder refuses it elsewhere.
                arguments.Add(tokens.Current.Kind == TokenKind.Slash ? Count<Expr>(tokens.TakeRegex()) : ParseExpression());
            }
            while (tokens.TryTake(TokenKind.Comma));
        }

        tokens.Expect(TokenKind.Close, arguments.Count == 0 ? "')'" : "',' or ')'");
        return Count(new Call(TextSpan.Join(name.Span, tokens.Previous.Span), name.Text, name.Span, arguments.ToImmutable(), isStar));
    }

    private void Enter()
    {
        if (++_depth > QueryLimits.Nesting)
        {
            throw new QueryFault("E-NESTING", $"The expression is nested more than {QueryLimits.Nesting} levels deep; write it flatter.", tokens.Current.Span);
        }
    }

    private void Leave() => _depth--;

    private T Count<T>(T node)
        where T : Expr =>
        ++_nodes <= QueryLimits.Nodes
            ? node
            : throw new QueryFault("E-NODES", $"The query has more than {QueryLimits.Nodes} parts (names, values, operators); split it.", node.Span);
}
