using System.Buffers;
using System.Text;
using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>
/// Derives byte strings that every record which matches a condition must hold: clauses, all of which must hold, of alternatives,
/// one of which must. Only what is certain is derived; a condition without any gives no clause.
/// </summary>
/// <remarks>
/// Safe, apart from escapes, which <see cref="LiteralSearch"/> looks for: a text value with its quotes, never with its key, so that
/// blanks around the colon don't matter; a part of a text without quotes. Not safe: numbers (401 may be written "401" or 4.01e2),
/// negations, functions, comparisons other than equality.
/// </remarks>
internal sealed class RequiredLiterals
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("+-.0123456789Ee");

    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private readonly Func<FieldName, bool> _isDiscovered;
    private readonly bool _isLoose;

    private RequiredLiterals(Func<FieldName, bool> isDiscovered, bool isLoose)
    {
        _isDiscovered = isDiscovered;
        _isLoose = isLoose;
    }

    /// <summary>Derives the clauses of a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="isDiscovered">Tells fields of the record's JSON from those that the query made.</param>
    /// <param name="isLoose">True to take numbers as they are usually written: enough to say "may match" of a record that cannot be read.</param>
    public static Literal[][] Derive(Expr condition, Func<FieldName, bool> isDiscovered, bool isLoose)
    {
        var clauses = new List<Literal[]>();
        new RequiredLiterals(isDiscovered, isLoose).Collect(condition, clauses);
        return [.. clauses];
    }

    private void Collect(Expr condition, List<Literal[]> clauses)
    {
        switch (condition)
        {
            case Logical { IsAnd: true } all:
                foreach (var operand in all.Operands)
                {
                    Collect(operand, clauses);
                }

                break;
            case Logical any:
                Add(clauses, AnyOf(any));
                break;
            case Comparison { Operator: TokenKind.Equal } equality:
                Add(clauses, Equality(equality.Left, [equality.Right]) ?? Equality(equality.Right, [equality.Left]));
                break;
            case In { IsNegated: false } membership:
                Add(clauses, Equality(membership.Value, membership.Items));
                break;
            case Like { IsNegated: false, Value: FieldName field, Pattern: TextLiteral part }:
                Add(clauses, Part(field, part.Text));
                break;
        }
    }

    private static void Add(List<Literal[]> clauses, Literal[]? clause)
    {
        if (clause is not null)
        {
            clauses.Add(clause);
        }
    }

    // One arm must hold, so one literal of that arm's shortest clause does; an arm without clauses may hold without any.
    private Literal[]? AnyOf(Logical any)
    {
        var alternatives = new List<Literal>();
        foreach (var arm in any.Operands)
        {
            var clauses = new List<Literal[]>();
            Collect(arm, clauses);
            if (clauses.Count == 0)
            {
                return null;
            }

            alternatives.AddRange(clauses.MinBy(c => c.Length)!); // there is one
        }

        return [.. alternatives];
    }

    private Literal[]? Equality(Expr field, IReadOnlyList<Expr> values)
    {
        if (field is not FieldName name || !_isDiscovered(name))
        {
            return null;
        }

        var alternatives = new List<Literal>();
        foreach (var value in values)
        {
            var text = value switch
            {
                TextLiteral literal => literal.Text,
                NumberLiteral number when _isLoose => number.Text,
                _ => null,
            };
            if (text is not { Length: > 0 } || !IsPlain(text))
            {
                return null;
            }

            if (NumberText.IsDecimal(text))
            {
                if (!_isLoose)
                {
                    return null;
                }

                alternatives.Add(Literal.Inside(text));
            }
            else
            {
                // true may be the word or the text, and 1e3, which compares as text, a number written so.
                var maybeBare = text is "true" or "false" || text.AsSpan().IndexOfAnyExcept(NumberCharacters) < 0;
                alternatives.Add(maybeBare ? Literal.Inside(text) : Literal.Quoted(text));
            }
        }

        return [.. alternatives];
    }

    private Literal[]? Part(FieldName field, string part)
    {
        if (part.Length == 0 || !IsPlain(part))
        {
            return null;
        }

        return field.Name == "@message" || _isDiscovered(field) ? [Literal.Inside(part)] : null;
    }

    private static bool IsPlain(string text) => text.AsSpan().IndexOfAnyExcept(PlainCharacters) < 0;
}

/// <summary>A byte string that a matching record must hold unless it is written with escapes.</summary>
/// <param name="Text">The text without quotes: printable ASCII without quotes and backslashes.</param>
/// <param name="IsQuoted">True if it is a whole JSON string.</param>
internal sealed record Literal(string Text, bool IsQuoted)
{
    /// <summary>The bytes to look for.</summary>
    public byte[] Bytes { get; } = Encoding.ASCII.GetBytes(IsQuoted ? $"\"{Text}\"" : Text);

    /// <summary>A whole JSON string.</summary>
    public static Literal Quoted(string text) => new(text, true);

    /// <summary>A part of a JSON string or number.</summary>
    public static Literal Inside(string text) => new(text, false);
}
