using System.Globalization;
using System.Text;

namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>
/// Prints an expression in one canonical way: the same tree gives the same text, whatever blanks, quotes, case of keywords
/// or needless parentheses it was written with, and the text parses back to the same tree. Coverage is keyed by a hash of it.
/// </summary>
internal sealed class Printer
{
    private const int OrLevel = 0;
    private const int AndLevel = 1;
    private const int NotLevel = 2;
    private const int ComparisonLevel = 3;
    private const int SumLevel = 4;
    private const int ProductLevel = 5;
    private const int PowerLevel = 6;
    private const int UnaryLevel = 7;
    private const int PrimaryLevel = 8;

    private readonly StringBuilder _output = new();
    private readonly bool _keepsParts;

    private Printer(bool keepsParts) => _keepsParts = keepsParts;

    /// <summary>Prints an expression.</summary>
    /// <remarks>
    /// A name prints by its flattened form alone: of a record's fields that is all that counts, and the hashes that coverage is
    /// keyed by hang on it.
    /// </remarks>
    public static string Print(Expr expression)
    {
        var printer = new Printer(keepsParts: false);
        printer.Print(expression, OrLevel);
        return printer._output.ToString();
    }

    /// <summary>Prints a whole query. The parts of a name are kept apart: m.`a.b` of a map that the query made is not `m.a.b`.</summary>
    public static string Print(IReadOnlyList<Command> commands)
    {
        var printer = new Printer(keepsParts: true);
        printer.PrintCommands(commands);
        return printer._output.ToString();
    }

    private void PrintCommands(IReadOnlyList<Command> commands)
    {
        for (var i = 0; i < commands.Count; i++)
        {
            _output.Append(i == 0 ? "" : " | ");
            PrintCommand(commands[i]);
        }
    }

    private void PrintCommand(Command command)
    {
        switch (command)
        {
            case SourceCommand source:
                PrintSource(source.Source);
                break;
            case FieldsCommand fields:
                _output.Append(fields.IsDisplay ? "display " : "fields ");
                PrintItems(fields.Items);
                break;
            case FilterCommand filter:
                _output.Append("filter ");
                Print(filter.Condition, OrLevel);
                break;
            case SortCommand sort:
                _output.Append("sort ");
                PrintEach(sort.Keys, key =>
                {
                    Print(key.Expression, OrLevel);
                    _output.Append(key.IsDescending ? " desc" : " asc");
                });
                break;
            case LimitCommand limit:
                _output.Append(CultureInfo.InvariantCulture, $"limit {limit.Rows}");
                break;
            case ParseGlobCommand parse:
                PrintParse(parse.Value);
                PrintText(parse.Pattern);
                PrintAliases(parse.Names);
                break;
            case ParseRegexCommand parse:
                PrintParse(parse.Value);
                PrintBare(parse.Regex);
                PrintAliases(parse.Names);
                _output.Append(parse.IsMulti ? " multi" : "");
                break;
            case ParseLogfmtCommand parse:
                PrintParse(parse.Value);
                _output.Append("logfmt");
                PrintAliases([parse.Name]);
                break;
            case ParseCsvCommand parse:
                PrintParse(parse.Value);
                _output.Append("csv");
                PrintAliases(parse.Names);
                break;
            case StatsCommand stats:
                _output.Append("stats ");
                PrintItems(stats.Aggregates);
                _output.Append(stats.Groups.IsEmpty ? "" : " by ");
                PrintItems(stats.Groups);
                break;
            case CountFrequentCommand frequent:
                _output.Append("countFrequent ");
                PrintList(frequent.Fields);
                break;
            case FillMissingCommand fill:
                _output.Append(fill.Fills.IsEmpty ? "fillmissing" : "fillmissing with ");
                PrintEach(fill.Fills, f =>
                {
                    Print(f.Value, UnaryLevel);
                    _output.Append(" for ");
                    PrintName(f.Field);
                });
                break;
            case DedupCommand dedup:
                _output.Append("dedup ");
                PrintList(dedup.Keys);
                break;
            case UnnestCommand unnest:
                _output.Append("unnest ");
                Print(unnest.Value, OrLevel);
                _output.Append(" into ");
                PrintAlias(unnest.Name);
                break;
            case ExpandCommand expand:
                _output.Append("expand ");
                PrintName(expand.Field);
                break;
            case JsonCommand json:
                _output.Append(json.Value is null ? "json " : "json field=");
                if (json.Value is { } value)
                {
                    Print(value, PrimaryLevel);
                    _output.Append(' ');
                }

                PrintEach(json.Paths, path =>
                {
                    PrintText(path.Path);
                    PrintAliases(path.Alias is { } alias ? [alias] : []);
                });
                break;
            default:
                throw new InvalidOperationException("Unknown command.");
        }
    }

    private void PrintSource(QuerySource source)
    {
        void List(string name, IReadOnlyList<string> values, ref string separator)
        {
            if (values.Count > 0)
            {
                _output.Append(separator).Append(name).Append(": [");
                PrintEach(values, PrintText);
                _output.Append(']');
                separator = ", ";
            }
        }

        _output.Append("SOURCE ");
        if (source.LogGroups.Count > 0)
        {
            PrintEach(source.LogGroups, PrintText);
        }
        else
        {
            var separator = "logGroups(";
            List("namePrefix", source.NamePrefixes, ref separator);
            List("accountIdentifiers", source.AccountIdentifiers, ref separator);
            List("class", source.Classes, ref separator);
            _output.Append(')');
        }

        _output.Append(source.Start is { } start ? $" START={start}" : "").Append(source.End is { } end ? $" END={end}" : "");
    }

    private void PrintParse(Expr? value)
    {
        _output.Append("parse ");
        if (value is not null)
        {
            Print(value, PrimaryLevel);
            _output.Append(' ');
        }
    }

    private void PrintItems(IReadOnlyList<Item> items) => PrintEach(items, item =>
    {
        Print(item.Expression, OrLevel);
        if (item.Offset is { } offset)
        {
            _output.Append(" offset ");
            PrintBare(offset);
        }

        PrintAliases(item.Alias is { } alias ? [alias] : []);
    });

    private void PrintAliases(IReadOnlyList<Alias> aliases)
    {
        _output.Append(aliases.Count == 0 ? "" : " as ");
        PrintEach(aliases, PrintAlias);
    }

    private void PrintAlias(Alias alias) => PrintFlat(alias.Name);

    private void PrintEach<T>(IReadOnlyList<T> items, Action<T> print)
    {
        for (var i = 0; i < items.Count; i++)
        {
            _output.Append(i == 0 ? "" : ", ");
            print(items[i]);
        }
    }

    private void Print(Expr expression, int level)
    {
        var own = LevelOf(expression);
        if (own < level)
        {
            _output.Append('(');
        }

        PrintBare(expression);
        if (own < level)
        {
            _output.Append(')');
        }
    }

    private static int LevelOf(Expr expression) => expression switch
    {
        Logical { IsAnd: false } => OrLevel,
        Logical => AndLevel,
        Not => NotLevel,
        Comparison or Like or In or InQuery => ComparisonLevel,
        Arithmetic { Operator: TokenKind.Plus or TokenKind.Minus } => SumLevel,
        Arithmetic { Operator: TokenKind.Caret } => PowerLevel,
        Arithmetic => ProductLevel,
        Negate => UnaryLevel,
        _ => PrimaryLevel,
    };

    private void PrintBare(Expr expression)
    {
        switch (expression)
        {
            case NumberLiteral number:
                _output.Append(number.Text);
                break;
            case TextLiteral text:
                PrintText(text.Text);
                break;
            case RegexLiteral regex:
                PrintRegex(regex.Pattern);
                break;
            case PeriodLiteral period:
                _output.Append(Period.TryParse(period.Text, out var parsed) ? parsed.ToString() : period.Text);
                break;
            case FieldName field:
                PrintName(field);
                break;
            case Call call:
                _output.Append(Functions.FunctionNames.Canonical(call.Name)).Append('(').Append(call.IsStar ? "*" : "");
                PrintList(call.Arguments);
                _output.Append(')');
                break;
            case Negate negate:
                _output.Append('-');
                Print(negate.Operand, UnaryLevel);
                break;
            case Not not:
                _output.Append("not ");
                Print(not.Operand, NotLevel);
                break;
            case Logical logical:
                for (var i = 0; i < logical.Operands.Length; i++)
                {
                    _output.Append(i == 0 ? "" : logical.IsAnd ? " and " : " or ");
                    Print(logical.Operands[i], LevelOf(logical) + 1);
                }

                break;
            case Arithmetic arithmetic:
                var own = LevelOf(arithmetic);
                var isPower = arithmetic.Operator == TokenKind.Caret;
                Print(arithmetic.Left, isPower ? own + 1 : own);
                _output.Append(' ').Append(Symbol(arithmetic.Operator)).Append(' ');
                Print(arithmetic.Right, isPower ? own : own + 1);
                break;
            case Comparison comparison:
                Print(comparison.Left, SumLevel);
                _output.Append(' ').Append(Symbol(comparison.Operator)).Append(' ');
                Print(comparison.Right, SumLevel);
                break;
            case Like like:
                Print(like.Value, SumLevel);
                _output.Append(like.IsNegated ? " not like " : " like ");
                Print(like.Pattern, SumLevel);
                break;
            case In membership:
                Print(membership.Value, SumLevel);
                _output.Append(membership.IsNegated ? " not in [" : " in [");
                PrintList(membership.Items);
                _output.Append(']');
                break;
            case InQuery membership:
                Print(membership.Value, SumLevel);
                _output.Append(membership.IsNegated ? " not in (" : " in (");
                PrintCommands(membership.Commands);
                _output.Append(')');
                break;
            case Member member:
                // Without its parenthesis a name or number would take the member as a part of itself.
                Print(member.Value, member.Value is FieldName or NumberLiteral or PeriodLiteral ? PrimaryLevel + 1 : PrimaryLevel);
                _output.Append('.');
                PrintPart(member.Name);
                break;
            case Element element:
                Print(element.Value, PrimaryLevel);
                _output.Append(System.Globalization.CultureInfo.InvariantCulture, $"[{element.Index}]");
                break;
            default:
                throw new InvalidOperationException("Unknown expression.");
        }
    }

    private void PrintList(IReadOnlyList<Expr> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            _output.Append(i == 0 ? "" : ", ");
            Print(items[i], OrLevel);
        }
    }

    private void PrintText(string text)
    {
        _output.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
            {
                _output.Append('\\');
            }

            _output.Append(c);
        }

        _output.Append('"');
    }

    private void PrintName(FieldName field)
    {
        if (_keepsParts && field.Parts.Length > 1 && !(IsBare(field.Name) && new Lexer(field.Name).Next().Parts.SequenceEqual(field.Parts)))
        {
            for (var i = 0; i < field.Parts.Length; i++)
            {
                _output.Append(i == 0 ? "" : ".");
                if (i == 0)
                {
                    PrintFlat(field.Parts[0].Contains('.', StringComparison.Ordinal) ? null : field.Parts[0], field.Parts[0]);
                }
                else
                {
                    _output.Append('`').Append(field.Parts[i]).Append('`');
                }
            }

            return;
        }

        PrintFlat(_keepsParts && field.Parts.Length == 1 && field.Name.Contains('.', StringComparison.Ordinal) ? null : field.Name, field.Name);
    }

    private void PrintFlat(string name) => PrintFlat(name, name);

    // bare is null for a name that must stay one part whatever it holds.
    private void PrintFlat(string? bare, string name)
    {
        if (bare is not null && IsBare(bare))
        {
            _output.Append(bare);
            return;
        }

        // @`odd name` keeps its sign outside the backticks: that is what makes it a system field.
        if (name.StartsWith('@') && name.Length > 1)
        {
            _output.Append("@`").Append(name, 1, name.Length - 1).Append('`');
        }
        else
        {
            _output.Append('`').Append(name).Append('`');
        }
    }

    // A slash is escaped; an escape that stands already is left as it is.
    private void PrintRegex(string pattern)
    {
        _output.Append('/');
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length && pattern[i + 1] != '/')
            {
                _output.Append(pattern[i++]);
            }
            else if (pattern[i] == '/')
            {
                _output.Append('\\');
            }

            _output.Append(pattern[i]);
        }

        _output.Append('/');
    }

    private void PrintPart(string part)
    {
        if (part.All(c => Lexer.IsNameCharacter(c) && c != '.') && new Lexer("." + part).Next().Kind == TokenKind.Name)
        {
            _output.Append(part);
        }
        else
        {
            _output.Append('`').Append(part).Append('`');
        }
    }

    // A name is bare if the lexer reads it back as one bare name and the parser as a field.
    private static bool IsBare(string name)
    {
        if (!name.All(Lexer.IsNameCharacter) || name.StartsWith('.') || name == "@")
        {
            return false;
        }

        var token = new Lexer(name).Next();
        return token.Kind == TokenKind.Name && !Keywords.IsReserved(token);
    }

    private static string Symbol(TokenKind kind) => kind switch
    {
        TokenKind.Plus => "+",
        TokenKind.Minus => "-",
        TokenKind.Star => "*",
        TokenKind.Slash => "/",
        TokenKind.Percent => "%",
        TokenKind.Caret => "^",
        TokenKind.Equal => "=",
        TokenKind.NotEqual => "!=",
        TokenKind.Less => "<",
        TokenKind.LessOrEqual => "<=",
        TokenKind.Greater => ">",
        TokenKind.GreaterOrEqual => ">=",
        _ => throw new InvalidOperationException("Not an operator."),
    };
}
