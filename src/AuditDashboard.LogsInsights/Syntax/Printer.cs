using System.Text;

namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>
/// Prints an expression in one canonical way: the same tree gives the same text, whatever blanks, quotes, case of keywords
/// or needless parentheses it was written with, and the text parses back to the same tree. Coverage is keyed by a hash of it.
/// </summary>
internal static class Printer
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

    /// <summary>Prints an expression.</summary>
    public static string Print(Expr expression)
    {
        var output = new StringBuilder();
        Print(output, expression, OrLevel);
        return output.ToString();
    }

    private static void Print(StringBuilder output, Expr expression, int level)
    {
        var own = LevelOf(expression);
        if (own < level)
        {
            output.Append('(');
        }

        PrintBare(output, expression);
        if (own < level)
        {
            output.Append(')');
        }
    }

    private static int LevelOf(Expr expression) => expression switch
    {
        Logical { IsAnd: false } => OrLevel,
        Logical => AndLevel,
        Not => NotLevel,
        Comparison or Like or In => ComparisonLevel,
        Arithmetic { Operator: TokenKind.Plus or TokenKind.Minus } => SumLevel,
        Arithmetic { Operator: TokenKind.Caret } => PowerLevel,
        Arithmetic => ProductLevel,
        Negate => UnaryLevel,
        _ => PrimaryLevel,
    };

    private static void PrintBare(StringBuilder output, Expr expression)
    {
        switch (expression)
        {
            case NumberLiteral number:
                output.Append(number.Text);
                break;
            case TextLiteral text:
                PrintText(output, text.Text);
                break;
            case RegexLiteral regex:
                output.Append('/').Append(regex.Pattern.Replace("/", "\\/", StringComparison.Ordinal)).Append('/');
                break;
            case PeriodLiteral period:
                output.Append(Period.TryParse(period.Text, out var parsed) ? parsed.ToString() : period.Text);
                break;
            case FieldName field:
                PrintName(output, field);
                break;
            case Call call:
                output.Append(Functions.FunctionNames.Canonical(call.Name)).Append('(').Append(call.IsStar ? "*" : "");
                PrintList(output, call.Arguments);
                output.Append(')');
                break;
            case Negate negate:
                output.Append('-');
                Print(output, negate.Operand, UnaryLevel);
                break;
            case Not not:
                output.Append("not ");
                Print(output, not.Operand, NotLevel);
                break;
            case Logical logical:
                for (var i = 0; i < logical.Operands.Length; i++)
                {
                    output.Append(i == 0 ? "" : logical.IsAnd ? " and " : " or ");
                    Print(output, logical.Operands[i], LevelOf(logical) + 1);
                }

                break;
            case Arithmetic arithmetic:
                var own = LevelOf(arithmetic);
                var isPower = arithmetic.Operator == TokenKind.Caret;
                Print(output, arithmetic.Left, isPower ? own + 1 : own);
                output.Append(' ').Append(Symbol(arithmetic.Operator)).Append(' ');
                Print(output, arithmetic.Right, isPower ? own : own + 1);
                break;
            case Comparison comparison:
                Print(output, comparison.Left, SumLevel);
                output.Append(' ').Append(Symbol(comparison.Operator)).Append(' ');
                Print(output, comparison.Right, SumLevel);
                break;
            case Like like:
                Print(output, like.Value, SumLevel);
                output.Append(like.IsNegated ? " not like " : " like ");
                Print(output, like.Pattern, SumLevel);
                break;
            case In membership:
                Print(output, membership.Value, SumLevel);
                output.Append(membership.IsNegated ? " not in [" : " in [");
                PrintList(output, membership.Items);
                output.Append(']');
                break;
            case Member member:
                Print(output, member.Value, PrimaryLevel);
                output.Append('.');
                PrintPart(output, member.Name);
                break;
            case Element element:
                Print(output, element.Value, PrimaryLevel);
                output.Append(System.Globalization.CultureInfo.InvariantCulture, $"[{element.Index}]");
                break;
            default:
                throw new InvalidOperationException("Unknown expression.");
        }
    }

    private static void PrintList(StringBuilder output, IReadOnlyList<Expr> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            output.Append(i == 0 ? "" : ", ");
            Print(output, items[i], OrLevel);
        }
    }

    private static void PrintText(StringBuilder output, string text)
    {
        output.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
            {
                output.Append('\\');
            }

            output.Append(c);
        }

        output.Append('"');
    }

    private static void PrintName(StringBuilder output, FieldName field)
    {
        if (IsBare(field.Name))
        {
            output.Append(field.Name);
            return;
        }

        // @`odd name` keeps its sign outside the backticks: that is what makes it a system field.
        if (field.Name.StartsWith('@') && field.Name.Length > 1)
        {
            output.Append("@`").Append(field.Name, 1, field.Name.Length - 1).Append('`');
        }
        else
        {
            output.Append('`').Append(field.Name).Append('`');
        }
    }

    private static void PrintPart(StringBuilder output, string part)
    {
        if (part.All(c => Lexer.IsNameCharacter(c) && c != '.'))
        {
            output.Append(part);
        }
        else
        {
            output.Append('`').Append(part).Append('`');
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
