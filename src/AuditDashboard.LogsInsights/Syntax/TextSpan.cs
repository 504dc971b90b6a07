namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>A piece of a query text, in UTF-16 code units.</summary>
internal readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>Offset behind the last character.</summary>
    public int End => Start + Length;

    /// <summary>The smallest span that holds both.</summary>
    public static TextSpan Join(TextSpan first, TextSpan last) => new(first.Start, last.End - first.Start);
}
