using AuditDashboard.LogsInsights;

namespace AuditDashboard.Explore.Editing;

/// <summary>A finding in the form that js/query-editor.js underlines.</summary>
/// <param name="Start">Zero-based offset, in UTF-16 code units.</param>
/// <param name="Length">Length in UTF-16 code units; 0 at the end of the text.</param>
/// <param name="Line">One-based line.</param>
/// <param name="Column">One-based column.</param>
/// <param name="Severity">error, warning or note.</param>
/// <param name="Message">One sentence.</param>
public sealed record EditorMark(int Start, int Length, int Line, int Column, string Severity, string Message)
{
    /// <summary>The mark of a finding.</summary>
    public static EditorMark Of(QueryDiagnostic finding) =>
        new(finding.Start, finding.Length, finding.Line, finding.Column, WordOf(finding.Severity), finding.Message);

    /// <summary>A severity as a word.</summary>
    public static string WordOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Note => "note",
        _ => "note",
    };
}
