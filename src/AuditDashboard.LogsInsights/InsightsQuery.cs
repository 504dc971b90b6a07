using System.Diagnostics.CodeAnalysis;

namespace AuditDashboard.LogsInsights;

/// <summary>A compiled Logs Insights query, immutable and safe to share between threads.</summary>
public sealed class InsightsQuery
{
    private InsightsQuery()
    {
        Text = "";
        Notes = [];
    }

    /// <summary>The text as it was written.</summary>
    public string Text { get; }

    /// <summary>Notes and warnings found while compiling, in order of position.</summary>
    public IReadOnlyList<QueryDiagnostic> Notes { get; }

    /// <summary>Compiles a query text.</summary>
    /// <returns>True with <paramref name="query"/>; false with the first <paramref name="error"/>, which has line and column.</returns>
    public static bool TryCompile(
        string text, QueryOptions options, [NotNullWhen(true)] out InsightsQuery? query, [NotNullWhen(false)] out QueryDiagnostic? error) =>
        throw new NotSupportedException("contract only");

    /// <summary>Starts a run; feed it every record, then call <see cref="QueryRun.Complete"/>.</summary>
    public QueryRun Start() => throw new NotSupportedException("contract only");
}
