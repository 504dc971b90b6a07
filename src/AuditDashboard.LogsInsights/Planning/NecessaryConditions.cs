using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>
/// Derives comparisons that every record which matches a condition must fulfil: clauses, all of which must hold, of alternatives, one of which
/// must. What cannot be said so (functions, regular expressions, negations) is left out, which only lets more records through.
/// </summary>
internal static class NecessaryConditions
{
    /// <summary>The clauses of a condition; none if nothing is certain.</summary>
    public static IReadOnlyList<IReadOnlyList<FieldCondition>> Derive(Expr condition)
    {
        switch (condition)
        {
            case Logical { IsAnd: true } all:
                return [.. all.Operands.SelectMany(Derive)];
            case Logical any:
                return AnyOf(any);
            case Comparison comparison:
                return ToClause(Compare(comparison));
            case In { IsNegated: false } membership:
                return ToClause(Each(membership.Items, item => Make(membership.Value, FieldComparison.Equal, item)));
            case Like { IsNegated: false, Pattern: TextLiteral } like:
                return ToClause(Each([like.Pattern], part => Make(like.Value, FieldComparison.Contains, part)));
            default:
                return [];
        }
    }

    // One arm must hold, so one clause of that arm does: the shortest. An arm without clauses may hold without any.
    private static IReadOnlyList<IReadOnlyList<FieldCondition>> AnyOf(Logical any)
    {
        var alternatives = new List<FieldCondition>();
        foreach (var arm in any.Operands)
        {
            if (Derive(arm).MinBy(c => c.Count) is not { } shortest)
            {
                return [];
            }

            alternatives.AddRange(shortest);
        }

        return [alternatives];
    }

    private static IReadOnlyList<FieldCondition>? Compare(Comparison written)
    {
        FieldComparison? comparison = written.Operator switch
        {
            TokenKind.Equal => FieldComparison.Equal,
            TokenKind.Less => FieldComparison.Less,
            TokenKind.LessOrEqual => FieldComparison.LessOrEqual,
            TokenKind.Greater => FieldComparison.Greater,
            TokenKind.GreaterOrEqual => FieldComparison.GreaterOrEqual,
            _ => null,
        };
        return comparison is not { } known ? null
            : Make(written.Left, known, written.Right) is { } straight ? [straight]
            : Make(written.Right, Turned(known), written.Left) is { } turned ? [turned]
            : null;
    }

    private static FieldComparison Turned(FieldComparison comparison) => comparison switch
    {
        FieldComparison.Less => FieldComparison.Greater,
        FieldComparison.LessOrEqual => FieldComparison.GreaterOrEqual,
        FieldComparison.Greater => FieldComparison.Less,
        FieldComparison.GreaterOrEqual => FieldComparison.LessOrEqual,
        _ => comparison,
    };

    private static FieldCondition? Make(Expr field, FieldComparison comparison, Expr value)
    {
        if (field is not FieldName name || !Selection.IsDiscovered(name))
        {
            return null;
        }

        var (text, isNumber) = value switch
        {
            NumberLiteral number => (number.Text, true),
            TextLiteral literal => (literal.Text, NumberText.IsDecimal(literal.Text)),
            _ => (null, false),
        };

        // Texts are compared by their letters, which a reader of numbers cannot say.
        return text is null || (comparison is not (FieldComparison.Equal or FieldComparison.Contains) && !isNumber)
            ? null
            : new FieldCondition([.. name.Parts], comparison, text, isNumber);
    }

    private static List<FieldCondition>? Each(IEnumerable<Expr> values, Func<Expr, FieldCondition?> make)
    {
        var made = new List<FieldCondition>();
        foreach (var value in values)
        {
            if (make(value) is not { } condition)
            {
                return null;
            }

            made.Add(condition);
        }

        return made;
    }

    private static IReadOnlyList<IReadOnlyList<FieldCondition>> ToClause(IReadOnlyList<FieldCondition>? alternatives) =>
        alternatives is { Count: > 0 } ? [alternatives] : [];
}
