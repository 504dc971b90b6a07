using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Planning;

namespace AuditDashboard.LogsInsights;

/// <summary>One run of a query over a stream of records. Not safe for use by several threads at once.</summary>
public sealed class QueryRun
{
    private readonly Plan _plan;
    private readonly QueryOptions _options;
    private readonly RecordFields _fields;
    private readonly Frame _frame;
    private readonly Operator _first;
    private readonly CountOperator _counter = new();
    private readonly CollectOperator? _collector;
    private readonly DistinctOperator? _values;
    private readonly RunState _state;
    private bool _isComplete;

    internal QueryRun(Plan plan, QueryOptions options, IReadOnlyList<string> members)
    {
        _plan = plan;
        _options = options;
        var now = (options.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        _state = new RunState(
            new RunClock(now, options.FromMicros, options.ToMicros),
            new MemoryBudget(options.MemoryLimitBytes),
            new RunGuard(options.Clock, options.TimeLimit),
            options.MaximumGroups,
            options.MaximumTimeGroups);
        _fields = new RecordFields(plan.Layout, _state.Clock, members);
        _frame = _fields.Frame;
        if (plan.ValueSlot is { } slot)
        {
            _values = new DistinctOperator(slot, _state.Memory);
        }
        else
        {
            _collector = new CollectOperator(plan.ColumnSlots);
        }

        _first = Link(plan, _state, (Operator?)_values ?? _collector!); // one of the two was just made
    }

    /// <summary>Records offered so far.</summary>
    public long RecordsScanned { get; private set; }

    /// <summary>Records that passed the window and the filters so far.</summary>
    public long RecordsMatched { get; private set; }

    /// <summary>Bytes of messages offered so far.</summary>
    public long BytesScanned { get; private set; }

    /// <summary>Offers one record. Its memory may be reused after the call: the run copies what it keeps.</summary>
    /// <exception cref="QueryLimitException">The run passed a limit of memory, groups, rows or time.</exception>
    /// <exception cref="InvalidOperationException">The run was completed.</exception>
    public void Add(in LogRecord record)
    {
        ObjectDisposedException.ThrowIf(_isComplete, this);
        RecordsScanned++;
        BytesScanned += record.Message.Length;
        if (IsInWindow(record.TimestampMicros) && _plan.Search?.Candidates(record.Message.Span) != 0)
        {
            _frame.Attach(record);
            Pass();
        }
    }

    /// <summary>Starts the filters that stand in front of everything else, for a thread that reads ahead of this run.</summary>
    /// <param name="members">Names of members that its reader asks for; the same as for this run.</param>
    public RecordFilter StartFilter(IReadOnlyList<string> members) => new(_plan, _state.Clock, members);

    /// <summary>Counts records that were read ahead of this run and that their <see cref="RecordFilter"/> refused.</summary>
    /// <param name="records">How many.</param>
    /// <param name="bytes">Bytes of their messages.</param>
    public void PassOver(long records, long bytes)
    {
        RecordsScanned += records;
        BytesScanned += bytes;
    }

    /// <summary>Offers one record whose fields a <see cref="RecordFilter"/> of this run has read and kept; else as <see cref="Add"/>.</summary>
    /// <param name="record">The record.</param>
    /// <param name="store">Where its fields are.</param>
    /// <param name="at">What <see cref="RecordFilter.Save"/> gave.</param>
    /// <exception cref="QueryLimitException">The run passed a limit of memory, groups, rows or time.</exception>
    /// <exception cref="InvalidOperationException">The run was completed.</exception>
    public void AddRead(in LogRecord record, FieldStore store, int at)
    {
        ArgumentNullException.ThrowIfNull(store);
        ObjectDisposedException.ThrowIf(_isComplete, this);
        RecordsScanned++;
        BytesScanned += record.Message.Length;
        if (IsInWindow(record.TimestampMicros))
        {
            // Its fields are known: to search its bytes for literals would take longer.
            _fields.Load(store, at);
            _frame.AttachRead(record);
            Pass();
        }
    }

    /// <summary>Ends the run and gives its rows. Call once.</summary>
    /// <exception cref="QueryLimitException">The run passed a limit of memory, groups, rows or time.</exception>
    /// <exception cref="InvalidOperationException">The run was completed before.</exception>
    public QueryResult Complete()
    {
        ObjectDisposedException.ThrowIf(_isComplete, this);
        _isComplete = true;
        _first.Complete();
        return new QueryResult(_plan.Columns, _collector?.Rows ?? []) { RowsLeftOut = _state.LeftOut.Rows };
    }

    /// <summary>Ends the run of a query inside <c>in (…)</c> and gives its values.</summary>
    internal ValueSet CompleteValues()
    {
        Complete();
        return new ValueSet(_values?.Values ?? []);
    }

    private void Pass()
    {
        _counter.HasPassed = false;
        _first.Add(_frame);
        _frame.Detach();
        if (_counter.HasPassed)
        {
            RecordsMatched++;
        }
    }

    // An undated record is in no window that has a bound.
    private bool IsInWindow(long? micros) => micros is { } known
        ? (_options.FromMicros is not { } from || known >= from) && (_options.ToMicros is not { } to || known < to)
        : _options.FromMicros is null && _options.ToMicros is null;

    // Steps that work on single records, then the counter, then the rest, then the collector.
    private Operator Link(Plan plan, RunState state, Operator last)
    {
        var operators = new List<Operator> { new GuardOperator(state.Guard) };
        foreach (var step in plan.Steps)
        {
            if (step is (KeepStep or DedupStep or StatsStep) && !operators.Contains(_counter))
            {
                operators.Add(_counter);
            }

            operators.Add(step.Start(state));
        }

        if (!operators.Contains(_counter))
        {
            operators.Add(_counter);
        }

        operators.Add(last);
        for (var i = 0; i + 1 < operators.Count; i++)
        {
            operators[i].Next = operators[i + 1];
        }

        return operators[0];
    }
}
