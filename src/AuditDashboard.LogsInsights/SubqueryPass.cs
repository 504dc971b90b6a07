namespace AuditDashboard.LogsInsights;

/// <summary>
/// The first of two passes over the records of a query with queries inside <c>in (…)</c>: it gathers their values. Feed it every
/// record, call <see cref="Complete()"/>, and feed the run that it gives the same records again. Not safe for several threads.
/// </summary>
public sealed class SubqueryPass
{
    private readonly InsightsQuery _query;
    private readonly IReadOnlyList<QueryRun> _runs;

    internal SubqueryPass(InsightsQuery query, IReadOnlyList<QueryRun> runs)
    {
        _query = query;
        _runs = runs;
    }

    /// <summary>Offers one record. Its memory may be reused after the call.</summary>
    /// <exception cref="QueryLimitException">A query passed a limit of memory, groups, rows or time.</exception>
    public void Add(in LogRecord record)
    {
        foreach (var run in _runs)
        {
            run.Add(record);
        }
    }

    /// <summary>Ends the first pass and gives the run of the second. Call once.</summary>
    /// <exception cref="QueryLimitException">A query passed a limit of memory, groups, rows or time.</exception>
    public QueryRun Complete() => Complete([]);

    /// <summary>Ends the first pass and gives the run of the second, whose reader asks for members. Call once.</summary>
    /// <param name="members">As for <see cref="InsightsQuery.Start(IReadOnlyList{string})"/>.</param>
    /// <exception cref="QueryLimitException">A query passed a limit of memory, groups, rows or time.</exception>
    public QueryRun Complete(IReadOnlyList<string> members) => _query.StartWith([.. _runs.Select(run => run.CompleteValues())], members);
}
