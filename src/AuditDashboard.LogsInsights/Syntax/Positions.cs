namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>Turns offsets into lines and columns.</summary>
internal static class Positions
{
    /// <summary>Makes a diagnostic with line and column of its first character.</summary>
    public static QueryDiagnostic Diagnose(string text, string code, DiagnosticSeverity severity, string message, TextSpan span)
    {
        var start = Math.Clamp(span.Start, 0, text.Length);
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < start; i++)
        {
            // A line ends at \n, \r\n or a lone \r; the \n of \r\n ends it.
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 >= text.Length || text[i + 1] != '\n')))
            {
                line++;
                lineStart = i + 1;
            }
        }

        var length = Math.Clamp(span.Length, 0, text.Length - start);
        return new QueryDiagnostic(code, severity, message, start, length, line, start - lineStart + 1);
    }
}
