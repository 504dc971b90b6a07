using System.Globalization;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>Bounds the time of a run and the rows that one record may become.</summary>
internal sealed class RunGuard(TimeProvider clock, TimeSpan? limit)
{
    // Looking at the clock for every row would cost as much as a cheap row does.
    private const int RowsBetweenLooks = 64;

    private readonly long _started = clock.GetTimestamp();
    private int _untilLook = RowsBetweenLooks;
    private long _rowsOfRecord;

    /// <summary>A record comes.</summary>
    /// <exception cref="QueryLimitException">The run took too long.</exception>
    public void NextRecord()
    {
        _rowsOfRecord = 0;
        Look();
    }

    /// <summary>A record becomes one more row.</summary>
    /// <exception cref="QueryLimitException">The record becomes too many, or the run took too long.</exception>
    public void NextRow()
    {
        if (++_rowsOfRecord > QueryLimits.RowsOfRecord)
        {
            throw new QueryLimitException(string.Create(
                CultureInfo.InvariantCulture, $"One record becomes more than {QueryLimits.RowsOfRecord} rows; use fewer of 'unnest', 'expand' and 'parse ... multi'."));
        }

        Look();
    }

    private void Look()
    {
        if (limit is not { } most || --_untilLook > 0)
        {
            return;
        }

        _untilLook = RowsBetweenLooks;
        if (clock.GetElapsedTime(_started) > most)
        {
            throw new QueryLimitException(string.Create(
                CultureInfo.InvariantCulture, $"The query ran longer than {most.TotalSeconds:0.###} seconds; narrow its filter or its window."));
        }
    }
}

/// <summary>Stands in front of all steps and tells the guard of each record.</summary>
internal sealed class GuardOperator(RunGuard guard) : Operator
{
    public override void Add(Frame frame)
    {
        guard.NextRecord();
        Next.Add(frame);
    }
}
