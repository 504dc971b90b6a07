using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Planning;

namespace AuditDashboard.LogsInsights;

/// <summary>
/// The filters that a query puts in front of everything else, for reading ahead of its run: what they refuse the run need not see. Each thread has
/// its own. Not safe for several threads.
/// </summary>
public sealed class RecordFilter
{
    private readonly Node[] _conditions;

    internal RecordFilter(Plan plan, RunClock clock, IReadOnlyList<string> members)
    {
        _conditions = [.. plan.Steps.TakeWhile(step => step is FilterStep).Cast<FilterStep>().Select(step => step.Condition)];
        ReadsTime = plan.Layout.Reads(SystemField.Timestamp);
        Fields = new RecordFields(plan.Layout, clock, members);
    }

    /// <summary>Reads the records.</summary>
    public RecordFields Fields { get; }

    /// <summary>True if the query looks at the record's time, which then has to be known before <see cref="Matches"/>.</summary>
    public bool ReadsTime { get; }

    /// <summary>False for a record that the run would pass over.</summary>
    /// <param name="record">The record: its message is what <see cref="Fields"/> read last, from its first byte to its last.</param>
    public bool Matches(in LogRecord record)
    {
        if (_conditions.Length == 0)
        {
            return true;
        }

        var frame = Fields.Frame;
        frame.AttachRead(record);
        var matches = true;
        foreach (var condition in _conditions)
        {
            if (condition.Test(frame) != true)
            {
                matches = false;
                break;
            }
        }

        frame.Detach();
        return matches;
    }

    /// <summary>Keeps the fields of the record that was read last.</summary>
    /// <returns>What <see cref="QueryRun.AddRead"/> takes.</returns>
    public int Save(FieldStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return Fields.Save(store);
    }
}
