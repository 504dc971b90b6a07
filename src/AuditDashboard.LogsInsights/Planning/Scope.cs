using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Planning;

/// <summary>The names that an expression may use at its place in the query, and where their values are.</summary>
internal sealed class Scope(string text, List<QueryDiagnostic> notes)
{
    /// <summary>Slots of the rows at this place.</summary>
    public Layout Layout { get; } = new();

    /// <summary>Names made by the query, such as those of <c>as</c>.</summary>
    public Dictionary<string, int> Created { get; } = new(StringComparer.Ordinal);

    /// <summary>After <c>stats</c>: its columns by the canonical print of what they were made of, so that <c>sort count(*)</c> finds its column.</summary>
    public Dictionary<string, int> ColumnsByExpression { get; } = new(StringComparer.Ordinal);

    /// <summary>True behind <c>stats</c>, where only its own columns exist.</summary>
    public bool IsAfterStats { get; init; }

    /// <summary>False where the value must not depend on when the query runs: in selections.</summary>
    public bool AllowsRunTimes { get; init; } = true;

    /// <summary>The queries inside <c>in (…)</c>; null in selections, which are decided on one record.</summary>
    public Subqueries? Subqueries { get; init; }

    /// <summary>Fields of the record that were bound, discovered and given by the source alike.</summary>
    public SortedSet<string> FieldsRead { get; } = new(StringComparer.Ordinal);

    /// <summary>Gives a field another value from here on, without making its name a new one.</summary>
    public int Replace(string name)
    {
        var slot = Layout.Created();
        Created[name] = slot;
        return slot;
    }

    /// <summary>Adds a note or warning about the text.</summary>
    public void Note(string code, DiagnosticSeverity severity, string message, TextSpan span)
    {
        if (!notes.Any(n => n.Code == code && n.Start == span.Start))
        {
            notes.Add(Positions.Diagnose(text, code, severity, message, span));
        }
    }

    /// <summary>Makes a slot for a new name.</summary>
    /// <exception cref="QueryFault">The name was made before.</exception>
    public int Create(Alias alias)
    {
        if (SystemFields.TryParse(alias.Name, out _))
        {
            throw new QueryFault("E-ALIAS", $"The name '{alias.Name}' belongs to the log's own field; choose another name.", alias.Span);
        }

        if (Created.ContainsKey(alias.Name))
        {
            throw new QueryFault("E-ALIAS", $"The name '{alias.Name}' was given before; choose another name.", alias.Span);
        }

        var slot = Layout.Created();
        Created.Add(alias.Name, slot);
        return slot;
    }
}
