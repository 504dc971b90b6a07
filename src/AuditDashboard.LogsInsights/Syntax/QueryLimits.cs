namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>Bounds of a query text and its run: whoever writes a query must not be able to exhaust the process.</summary>
internal static class QueryLimits
{
    /// <summary>Longest query text, in UTF-16 code units (the service's own limit).</summary>
    public const int QueryLength = 10_000;

    /// <summary>Deepest nesting of parentheses, calls, <c>not</c>, minus and powers.</summary>
    public const int Nesting = 64;

    /// <summary>Most nodes of a syntax tree.</summary>
    public const int Nodes = 2_000;

    /// <summary>Most pipes in a query.</summary>
    public const int Pipes = 20;

    /// <summary>Longest regular expression, in UTF-16 code units.</summary>
    public const int RegexLength = 512;

    /// <summary>Rows returned by a query without <c>limit</c>.</summary>
    public const int DefaultRows = 10_000;

    /// <summary>Largest number after <c>limit</c>.</summary>
    public const int MaximumRows = 100_000;

    /// <summary>Most rows that one record may become by <c>unnest</c>, <c>expand</c> and <c>parse … multi</c> together.</summary>
    public const int RowsOfRecord = 1_000_000;

    /// <summary>Longest match of one regular expression in one text, in milliseconds; see <see cref="Planning.RegexCompiler"/>.</summary>
    public const int RegexMilliseconds = 250;

    /// <summary>Most ranges of a <c>histogram</c>.</summary>
    public const int HistogramRanges = 1_000;

    /// <summary>Most <c>stats</c> commands in a query.</summary>
    public const int StatsCommands = 2;
}
