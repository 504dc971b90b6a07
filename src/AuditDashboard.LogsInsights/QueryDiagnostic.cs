namespace AuditDashboard.LogsInsights;

/// <summary>How much a <see cref="QueryDiagnostic"/> weighs.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Something worth knowing; the query runs as it stands or as the note rewrites it.</summary>
    Note,

    /// <summary>The query runs but probably does not mean what its author thinks.</summary>
    Warning,

    /// <summary>The query cannot run.</summary>
    Error,
}

/// <summary>A finding about a query text, with the place it speaks of.</summary>
/// <param name="Code">Stable code, such as <c>N-FILTER-MOVED</c>.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Message">One sentence: what was found, what was expected, the nearest known name where there is one.</param>
/// <param name="Start">Zero-based offset of the first character, in UTF-16 code units.</param>
/// <param name="Length">Length in UTF-16 code units; 0 at the end of the text.</param>
/// <param name="Line">One-based line of <paramref name="Start"/>.</param>
/// <param name="Column">One-based column of <paramref name="Start"/>, in UTF-16 code units.</param>
public sealed record QueryDiagnostic(
    string Code, DiagnosticSeverity Severity, string Message, int Start, int Length, int Line, int Column)
{
    /// <summary>Prints <c>line:column: message</c>.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{Line}:{Column}: {Message}");
}
