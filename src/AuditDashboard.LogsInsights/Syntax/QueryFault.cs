namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>
/// Carries the first error of a text from the depth of the parser to <c>TryCompile</c>, which turns it into a value.
/// Never leaves this assembly.
/// </summary>
internal sealed class QueryFault(string code, string message, TextSpan span) : Exception(message)
{
    /// <summary>Stable code, such as <c>E-SYNTAX</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The place it speaks of.</summary>
    public TextSpan Span { get; } = span;

    /// <summary>The diagnostic for users.</summary>
    public QueryDiagnostic ToDiagnostic(string text) =>
        Positions.Diagnose(text, Code, DiagnosticSeverity.Error, Message, Span);
}
