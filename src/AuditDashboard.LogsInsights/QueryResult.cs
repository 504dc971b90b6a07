namespace AuditDashboard.LogsInsights;

/// <summary>The rows of a finished run.</summary>
/// <param name="Columns">Names of the columns, in order; unaliased columns are named by their source text.</param>
/// <param name="Rows">The rows; a cell is null where the row has no such field.</param>
public sealed record QueryResult(IReadOnlyList<string> Columns, IReadOnlyList<QueryRow> Rows)
{
    /// <summary>Rows that were left out because the query has no <c>limit</c> and 10,000 is the default; 0 where it has one.</summary>
    public long RowsLeftOut { get; init; }
}

/// <summary>One row of a result.</summary>
/// <param name="Cells">Values as the service prints them: text, numbers in invariant format, instants as <c>YYYY-MM-DD HH:MM:SS.mmm</c> in UTC; null = absent.</param>
public sealed record QueryRow(IReadOnlyList<string?> Cells);
