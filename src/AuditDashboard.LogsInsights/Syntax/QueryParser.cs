using System.Collections.Immutable;
using System.Globalization;

namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>Parses a whole query: commands between pipes.</summary>
internal sealed class QueryParser
{
    private readonly TokenReader _tokens;
    private readonly ExpressionParser _expressions;
    private int _pipes;
    private bool _isInside;

    private QueryParser(string text)
    {
        _tokens = new TokenReader(text);
        _expressions = new ExpressionParser(_tokens, ParseSubquery);
    }

    /// <summary>Parses a whole query.</summary>
    /// <exception cref="QueryFault">The text is not a query.</exception>
    public static ImmutableArray<Command> ParseQuery(string text)
    {
        CheckLength(text);
        var parser = new QueryParser(text);
        var commands = parser.ParseCommands();
        return parser._tokens.Current.Kind == TokenKind.End
            ? commands
            : throw parser._tokens.Unexpected("'|' and a command, or the end of the query");
    }

    /// <summary>Parses one expression that is the whole text.</summary>
    /// <exception cref="QueryFault">The text is not an expression.</exception>
    public static Expr ParseExpression(string text)
    {
        CheckLength(text);
        var parser = new QueryParser(text);
        var expression = parser._expressions.ParseExpression();
        return parser._tokens.Current.Kind == TokenKind.End
            ? expression
            : throw parser._tokens.Unexpected("'and', 'or', a comparison or the end of the expression");
    }

    private static void CheckLength(string text)
    {
        if (text.Length > QueryLimits.QueryLength)
        {
            throw new QueryFault(
                "E-LENGTH",
                string.Create(CultureInfo.InvariantCulture, $"The query has {text.Length} characters, at most {QueryLimits.QueryLength} are allowed."),
                new TextSpan(QueryLimits.QueryLength, text.Length - QueryLimits.QueryLength));
        }
    }

    private ImmutableArray<Command> ParseCommands()
    {
        var commands = ImmutableArray.CreateBuilder<Command>();
        while (true)
        {
            commands.Add(ParseCommand(commands.Count == 0));
            if (_tokens.Current.Kind != TokenKind.Pipe)
            {
                return commands.ToImmutable();
            }

            if (++_pipes > QueryLimits.Pipes)
            {
                throw new QueryFault("E-PIPES", $"The query has more than {QueryLimits.Pipes} pipes; join filters with 'and'.", _tokens.Current.Span);
            }

            _tokens.Take();
        }
    }

    private ImmutableArray<Command> ParseSubquery()
    {
        if (_isInside)
        {
            throw new QueryFault("E-SUBQUERY", "Found a query inside the query of 'in (...)', expected none: one level is allowed.", _tokens.Current.Span);
        }

        _isInside = true;
        var commands = ParseCommands();
        _isInside = false;
        return commands;
    }

    private Command ParseCommand(bool isFirst)
    {
        var word = _tokens.Current;
        if (word.Kind != TokenKind.Name || word.IsQuoted)
        {
            throw _tokens.Unexpected("a command such as 'fields', 'filter' or 'stats'");
        }

        _tokens.Take();
        var command = CommandTable.Find(word.Text)?.Kind switch
        {
            CommandKind.Fields => ParseFields(isDisplay: false),
            CommandKind.Display => ParseFields(isDisplay: true),
            CommandKind.Filter => new FilterCommand(default, _expressions.ParseExpression()),
            CommandKind.Sort => ParseSort(),
            CommandKind.Limit => ParseLimit(),
            CommandKind.Parse => ParseParse(),
            CommandKind.Stats => ParseStats(),
            CommandKind.Dedup => new DedupCommand(default, ParseExpressions()),
            CommandKind.Unnest => ParseUnnest(),
            CommandKind.Expand => new ExpandCommand(default, _expressions.ParseField("the field that holds a JSON array")),
            CommandKind.Json => ParseJson(),
            CommandKind.FillMissing => ParseFillMissing(),
            CommandKind.CountFrequent => ParseCountFrequent(),
            CommandKind.Source when isFirst => new SourceCommand(default, _tokens.TakeSource()),
            CommandKind.Source => throw new QueryFault("E-COMMAND", "'SOURCE' can only be the first command.", word.Span),
            _ => throw NoCommand(word),
        };
        return command with { Span = TextSpan.Join(word.Span, _tokens.Previous.Span) };
    }

    private QueryFault NoCommand(Token word)
    {
        if (_tokens.Current.Kind == TokenKind.Open && Functions.AggregateNames.IsAggregate(word.Text))
        {
            var end = _tokens.Text.IndexOf('|', word.Span.Start);
            var rest = _tokens.Text[word.Span.Start..(end < 0 ? _tokens.Text.Length : end)].Trim();
            return new QueryFault(
                "E-STATS-MISSING",
                $"Found '{word.Text}', expected a command: an aggregate needs 'stats' in front of it; write: stats {rest}",
                word.Span);
        }

        return RefusedNames.OfCommand(word)
            ?? new QueryFault("E-COMMAND", $"Found '{Shorten(word.Text)}', expected a command{NearestName.Suggestion(word.Text, CommandTable.All.Select(c => c.Name))}", word.Span);
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private FieldsCommand ParseFields(bool isDisplay) => new(default, ParseItems(), isDisplay);

    private ImmutableArray<Item> ParseItems(bool isGroup = false)
    {
        var items = ImmutableArray.CreateBuilder<Item>();
        do
        {
            var start = _tokens.Current.Span.Start;
            var expression = _expressions.ParseExpression();
            var source = _tokens.Text[start.._tokens.Previous.Span.End];
            var offset = isGroup && _tokens.TryTakeWord("offset") ? _expressions.ParsePeriod() : null;
            var alias = _tokens.TryTakeWord("as") ? ParseAlias() : null;

            // AWS: "at the end of a stats ... by bin() clause", which a name may be part of.
            offset ??= isGroup && _tokens.TryTakeWord("offset") ? _expressions.ParsePeriod() : null;
            items.Add(new Item(expression, source, alias) { Offset = offset });
        }
        while (_tokens.TryTake(TokenKind.Comma));
        return items.ToImmutable();
    }

    private Alias ParseAlias()
    {
        if (_tokens.Current.Kind != TokenKind.Name || Keywords.IsReserved(_tokens.Current) || _tokens.Current.Text.StartsWith('.') || _tokens.Current.Text == "@")
        {
            throw _tokens.Unexpected("a name after 'as'");
        }

        var name = _tokens.Take();
        return new Alias(name.Text, name.Span);
    }

    private ImmutableArray<Alias> ParseAliases()
    {
        var names = ImmutableArray.CreateBuilder<Alias>();
        do
        {
            names.Add(ParseAlias());
        }
        while (_tokens.TryTake(TokenKind.Comma));
        return names.ToImmutable();
    }

    private ImmutableArray<Expr> ParseExpressions()
    {
        var expressions = ImmutableArray.CreateBuilder<Expr>();
        do
        {
            expressions.Add(_expressions.ParseExpression());
        }
        while (_tokens.TryTake(TokenKind.Comma));
        return expressions.ToImmutable();
    }

    private SortCommand ParseSort()
    {
        var keys = ImmutableArray.CreateBuilder<SortKey>();
        do
        {
            var expression = _expressions.ParseExpression();
            var isDescending = _tokens.TryTakeWord("desc");
            if (!isDescending)
            {
                _tokens.TryTakeWord("asc");
            }

            keys.Add(new SortKey(expression, isDescending));
        }
        while (_tokens.TryTake(TokenKind.Comma));
        return new SortCommand(default, keys.ToImmutable());
    }

    private LimitCommand ParseLimit()
    {
        _tokens.TryTakeWord("any");
        var number = _tokens.Expect(TokenKind.Number, "a number of rows");
        return int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows is >= 1 and <= QueryLimits.MaximumRows
            ? new LimitCommand(default, rows)
            : throw new QueryFault("E-LIMIT", $"Found the limit {Shorten(number.Text)}, expected a whole number from 1 to {QueryLimits.MaximumRows}.", number.Span);
    }

    private Command ParseParse()
    {
        Expr? value = _tokens.Current.Kind is TokenKind.Slash or TokenKind.Text || IsParseMode() ? null : _expressions.ParsePrimary();
        if (_tokens.Current.Kind == TokenKind.Slash)
        {
            var regex = _tokens.TakeRegex();
            var names = _tokens.TryTakeWord("as") ? ParseAliases() : [];
            return new ParseRegexCommand(default, value, regex, names, _tokens.TryTakeWord("multi"));
        }

        if (_tokens.TryTakeWord("logfmt"))
        {
            _tokens.ExpectWord("as", "'as' and a name for the pairs");
            return new ParseLogfmtCommand(default, value, ParseAlias());
        }

        if (_tokens.TryTakeWord("csv"))
        {
            _tokens.ExpectWord("as", "'as' and a name for each column");
            return new ParseCsvCommand(default, value, ParseAliases());
        }

        var pattern = _tokens.Expect(TokenKind.Text, "a pattern such as \"user=*, id=*\" or a regular expression such as /(?<user>\\w+)/");
        var stars = pattern.Text.Count(c => c == '*');
        if (stars == 0)
        {
            throw new QueryFault("E-PARSE", "Found a pattern without '*', expected one '*' for each value to take out.", pattern.Span);
        }

        _tokens.ExpectWord("as", "'as' and a name for each '*'");
        var aliases = ParseAliases();
        return aliases.Length == stars
            ? new ParseGlobCommand(default, value, pattern.Text, aliases)
            : throw new QueryFault("E-PARSE", string.Create(CultureInfo.InvariantCulture, $"Found {aliases.Length} names for {stars} '*', expected one name for each."), pattern.Span);
    }

    // logfmt and csv are words of the command only in front of 'as'; a field may have such a name too.
    private bool IsParseMode() =>
        (_tokens.Current.IsWord("logfmt") || _tokens.Current.IsWord("csv")) && _tokens.Peek().IsWord("as");

    private StatsCommand ParseStats()
    {
        var aggregates = ParseItems();
        var groups = _tokens.TryTakeWord("by") ? ParseItems(isGroup: true) : [];
        return new StatsCommand(default, aggregates, groups);
    }

    private JsonCommand ParseJson()
    {
        Expr? value = null;
        if (_tokens.Current.IsWord("field"))
        {
            _tokens.Take();
            _tokens.Expect(TokenKind.Equal, "'=' and the field that holds the JSON text");
            value = _expressions.ParsePrimary();
        }

        var paths = ImmutableArray.CreateBuilder<JsonPath>();
        do
        {
            var path = _tokens.Expect(TokenKind.Text, paths.Count == 0 && value is null ? "field= or a path such as \"user.name\"" : "a path such as \"user.name\"");
            paths.Add(new JsonPath(path.Text, path.Span, _tokens.TryTakeWord("as") ? ParseAlias() : null));
        }
        while (_tokens.TryTake(TokenKind.Comma));
        return new JsonCommand(default, value, paths.ToImmutable());
    }

    private FillMissingCommand ParseFillMissing()
    {
        var fills = ImmutableArray.CreateBuilder<FillValue>();
        if (_tokens.TryTakeWord("with"))
        {
            do
            {
                var value = _expressions.ParseConstant("a number or text");
                _tokens.ExpectWord("for", "'for' and the name of a column");
                fills.Add(new FillValue(value, _expressions.ParseField("the name of a column")));
            }
            while (_tokens.TryTake(TokenKind.Comma));
        }

        return new FillMissingCommand(default, fills.ToImmutable());
    }

    private CountFrequentCommand ParseCountFrequent()
    {
        var fields = ImmutableArray.CreateBuilder<FieldName>();
        do
        {
            fields.Add(_expressions.ParseField("a field"));
        }
        while (_tokens.TryTake(TokenKind.Comma));
        return new CountFrequentCommand(default, fields.ToImmutable());
    }

    private UnnestCommand ParseUnnest()
    {
        var value = _expressions.ParseExpression();
        _tokens.ExpectWord("into", "'into' and a name");
        return new UnnestCommand(default, value, ParseAlias());
    }
}
