using System.Collections.Immutable;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>Looks at the fields of an expression.</summary>
internal static class FieldsOf
{
    /// <summary>True if a field of the expression passes the test.</summary>
    public static bool Any(Expr expression, Func<FieldName, bool> test) => Find(expression, test) is not null;

    /// <summary>The first field that passes the test, or null.</summary>
    public static FieldName? Find(Expr expression, Func<FieldName, bool> test)
    {
        if (expression is FieldName field)
        {
            return test(field) ? field : null;
        }

        foreach (var child in Children(expression))
        {
            if (Find(child, test) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The expressions directly below; the commands of a query inside <c>in (…)</c> are not among them.</summary>
    public static ImmutableArray<Expr> Children(Expr expression) => expression switch
    {
        Call call => call.Arguments,
        Negate negate => [negate.Operand],
        Not not => [not.Operand],
        Logical logical => logical.Operands,
        Arithmetic arithmetic => [arithmetic.Left, arithmetic.Right],
        Comparison comparison => [comparison.Left, comparison.Right],
        Like like => [like.Value, like.Pattern],
        In membership => [membership.Value, .. membership.Items],
        InQuery membership => [membership.Value],
        Member member => [member.Value],
        Element element => [element.Value],
        _ => [],
    };
}
