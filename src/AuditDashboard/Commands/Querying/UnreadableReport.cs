using System.Globalization;
using AuditDashboard.Harvest.Input;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Commands.Querying;

/// <summary>Says on standard error which records could not be read: the first few by file and line, and how many in all.</summary>
internal sealed class UnreadableReport(CommandConsole console)
{
    private const int Shown = 10;
    private readonly Dictionary<string, long> _mayMatch = [];
    private long _count;

    /// <summary>Notes a record.</summary>
    public void Add(in RecordView record, string problem)
    {
        if (_count++ < Shown)
        {
            console.Say(string.Create(CultureInfo.InvariantCulture, $"{record.File}:{record.Line}: {problem}"));
        }
    }

    /// <summary>Notes which canned queries' literals the record holds: it may be an event they would have selected.</summary>
    public void AddMayMatch(in RecordView record, IEnumerable<(string Id, Selection Selection)> queries)
    {
        foreach (var (id, selection) in queries)
        {
            if (selection.MayMatchUnreadable(record.Message.Span))
            {
                _mayMatch[id] = _mayMatch.GetValueOrDefault(id) + 1;
            }
        }
    }

    /// <summary>Says the totals; nothing if everything was readable.</summary>
    public void Complete()
    {
        if (_count == 0)
        {
            return;
        }

        var rest = _count > Shown ? string.Create(CultureInfo.InvariantCulture, $" ({_count - Shown} more than shown)") : "";
        console.Say(_count == 1
            ? "1 record could not be read and is not among the results."
            : string.Create(CultureInfo.InvariantCulture, $"{_count} records could not be read and are not among the results{rest}."));
        foreach (var (id, count) in _mayMatch.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            console.Say(string.Create(CultureInfo.InvariantCulture, $"Of these, {count} may match {id}: they hold its words."));
        }
    }
}
