using System.Diagnostics.CodeAnalysis;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Explore.Running;

/// <summary>A query whose rows also say which record they are: the text with <c>@ptr</c> added, where that changes nothing else.</summary>
internal sealed class IdentifiedQuery
{
    private const string Pointer = "@ptr";
    private readonly InsightsQuery _run;
    private readonly int _pointerColumn;
    private readonly int[] _shown;

    private IdentifiedQuery(InsightsQuery original, InsightsQuery run)
    {
        Original = original;
        _run = run;
        var columns = run.Columns.ToList();
        _pointerColumn = columns.IndexOf(Pointer);
        _shown = [.. original.Columns.Select(c => columns.IndexOf(c))];
    }

    /// <summary>The query as written.</summary>
    public InsightsQuery Original { get; }

    /// <summary>Compiles a text.</summary>
    public static bool TryCompile(
        string text, QueryOptions options, [NotNullWhen(true)] out IdentifiedQuery? query, [NotNullWhen(false)] out QueryDiagnostic? error)
    {
        query = null;
        if (!InsightsQuery.TryCompile(text, options, out var original, out error))
        {
            return false;
        }

        query = new IdentifiedQuery(original, WithPointer(original, options) ?? original);
        return true;
    }

    /// <summary>True if records are read twice: <see cref="StartSubqueries"/> first.</summary>
    public bool HasSubqueries => _run.HasSubqueries;

    /// <summary>Starts the first of two passes; it gives the run.</summary>
    public SubqueryPass StartSubqueries() => _run.StartSubqueries();

    /// <summary>Starts a run of a query without queries inside <c>in (…)</c>.</summary>
    public QueryRun Start() => _run.Start();

    /// <summary>The rows of a run, with the columns of the original.</summary>
    public IReadOnlyList<ExploreRow> RowsOf(QueryResult result) =>
    [
        .. result.Rows.Select(row => new ExploreRow(
            [.. _shown.Select(at => row.Cells[at])], _pointerColumn < 0 ? null : row.Cells[_pointerColumn])),
    ];

    // In front, the field is there for every command that follows; 'stats' and 'display' drop it, and then a row is no single record,
    // or the reader's own choice of columns is written again with one more.
    private static InsightsQuery? WithPointer(InsightsQuery original, QueryOptions options)
    {
        if (original.Columns.Contains(Pointer))
        {
            return null;
        }

        string[] texts =
        [
            $"fields {Pointer}\n| {original.Text}",
            $"fields @timestamp, @message, {Pointer}\n| {original.Text}",
            $"{original.Text}\n| display {string.Join(", ", original.Columns)}, {Pointer}",
        ];
        foreach (var text in texts)
        {
            if (InsightsQuery.TryCompile(text, options, out var query, out _) && query.Columns.Contains(Pointer)
                && original.Columns.Order(StringComparer.Ordinal).SequenceEqual(query.Columns.Where(c => c != Pointer).Order(StringComparer.Ordinal)))
            {
                return query;
            }
        }

        return null;
    }
}
