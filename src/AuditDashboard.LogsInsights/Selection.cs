using System.Diagnostics.CodeAnalysis;
using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Planning;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights;

/// <summary>A filter expression of the query language, compiled: tells whether one record matches.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class Selection
{
    private readonly SelectionSet _alone;
    private readonly Literal[][] _looseLiterals;

    private Selection(string text, Expr condition)
    {
        Text = text;
        Condition = condition;
        CanonicalText = Printer.Print(condition);
        _looseLiterals = RequiredLiterals.Derive(condition, IsDiscovered, isLoose: true);
        _alone = new SelectionSet([this]);
    }

    /// <summary>The expression as written, without the word <c>filter</c>.</summary>
    public string Text { get; }

    /// <summary>The expression printed in one canonical way: two texts that differ in blanks, case of keywords or quotes print alike.</summary>
    public string CanonicalText { get; }

    /// <summary>
    /// Comparisons that every matching record fulfils: clauses, all of which hold, of alternatives, one of which does. Numbers compare by value.
    /// More records may fulfil them; none of them if nothing is certain.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<FieldCondition>> NecessaryConditions => Planning.NecessaryConditions.Derive(Condition);

    /// <summary>The syntax tree.</summary>
    internal Expr Condition { get; }

    /// <summary>Compiles a filter expression such as <c>objectRef.resource = "roles" and verb in ["create"]</c>.</summary>
    public static bool TryCompile(
        string expression, [NotNullWhen(true)] out Selection? selection, [NotNullWhen(false)] out QueryDiagnostic? error)
    {
        ArgumentNullException.ThrowIfNull(expression);
        try
        {
            selection = Compile(expression, QueryParser.ParseExpression(expression));
            error = null;
            return true;
        }
        catch (QueryFault fault)
        {
            selection = null;
            error = fault.ToDiagnostic(expression);
            return false;
        }
    }

    /// <summary>True if the record matches. A record that is not JSON has <c>@message</c> and the source's fields only.</summary>
    public bool Matches(in LogRecord record) => _alone.Match(record) != 0;

    /// <summary>True if the bytes hold literals that a match of this selection needs: for records that cannot be read, "may match".</summary>
    /// <remarks>
    /// True as well where the bytes write characters as escapes, behind which a literal may hide, and for a selection that needs no
    /// literal. Numbers are looked for as the selection writes them.
    /// </remarks>
    public bool MayMatchUnreadable(ReadOnlySpan<byte> record)
    {
        if (LiteralSearch.MayHideLetters(record, includesPunctuation: true, includesSlash: true))
        {
            return true;
        }

        foreach (var clause in _looseLiterals)
        {
            if (!HoldsAny(record, clause))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Compiles a condition that was parsed out of <paramref name="text"/>.</summary>
    /// <exception cref="QueryFault">A name, function or argument is wrong.</exception>
    internal static Selection Compile(string text, Expr condition)
    {
        Bind(condition, NewScope(text));
        return new Selection(text, condition);
    }

    /// <summary>A scope for selections: all fields of a record, no times of the run.</summary>
    internal static Scope NewScope(string text) => new(text, []) { AllowsRunTimes = false };

    /// <summary>Binds a condition.</summary>
    internal static Node Bind(Expr condition, Scope scope) => new Binder(scope).Bind(condition);

    /// <summary>True for fields of the record's JSON.</summary>
    internal static bool IsDiscovered(FieldName field) => !field.Name.StartsWith('@') || field.Name.StartsWith("@@", StringComparison.Ordinal);

    /// <summary>True if a field is none of the names a query made, nor a member of one.</summary>
    internal static bool IsUntouched(FieldName field, IReadOnlyCollection<string> made) =>
        !made.Any(name => field.Name == name || field.Name.StartsWith(name + ".", StringComparison.Ordinal));

    // A record that holds the event as text in a text writes "roles" as \"roles\".
    private static bool HoldsAny(ReadOnlySpan<byte> record, Literal[] clause)
    {
        foreach (var literal in clause)
        {
            if (record.IndexOf(literal.Bytes) >= 0 || (literal.IsQuoted && HoldsInnerQuoted(record, literal)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HoldsInnerQuoted(ReadOnlySpan<byte> record, Literal literal)
    {
        // "roles" without its last quote, then a backslash before the quote.
        var opening = literal.Bytes.AsSpan(0, literal.Bytes.Length - 1);
        while (true)
        {
            var at = record.IndexOf(opening);
            if (at < 0)
            {
                return false;
            }

            record = record[(at + opening.Length)..];
            if (record.StartsWith("\\\""u8) || record.StartsWith("\\\\"u8))
            {
                return true;
            }
        }
    }
}
