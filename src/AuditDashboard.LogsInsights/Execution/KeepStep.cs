namespace AuditDashboard.LogsInsights.Execution;

/// <summary>Keeps the first rows of an order (<c>sort</c> and <c>limit</c> together), never more than about twice the limit.</summary>
internal sealed class KeepStep(RowOrder order, int limit) : Step
{
    /// <summary>Slots that later steps read. Set when the plan is complete.</summary>
    public int[] Kept { get; set; } = [];

    /// <summary>Rows to keep.</summary>
    public int Limit { get; set; } = limit;

    /// <summary>True if the query did not ask for this limit: what it leaves out is told.</summary>
    public bool IsDefault { get; set; }

    public override Operator Start(RunState state) => new KeepOperator(order, Limit, Kept, state.Memory, IsDefault ? state.LeftOut : null);

    public override void CollectSlots(ISet<int> slots)
    {
        foreach (var key in order.Keys)
        {
            key.Value.CollectSlots(slots);
        }
    }

    private sealed class KeepOperator(RowOrder order, int limit, int[] kept, MemoryBudget memory, LeftOutCounter? counter) : Operator
    {
        private readonly List<Row> _rows = [];
        private readonly long _trimAt = Math.Min((2L * limit) + 1_024, int.MaxValue);
        private Frame? _frame;
        private Row? _last;
        private long _sequence;

        public override void Add(Frame frame)
        {
            _frame = frame;
            var sequence = _sequence++;
            var keys = order.KeysOf(frame);

            // Behind the last row that would be kept: nothing to copy.
            if (limit == 0 || (_last is not null && order.Compare(keys, frame.TimestampMicros, sequence, _last) > 0))
            {
                return;
            }

            var row = new Row(frame.Capture(kept), keys, frame.TimestampMicros, sequence);
            if (_rows.Count > limit && memory.IsExceededBy(row.HeldBytes))
            {
                // What lies behind the limit goes first.
                Trim();
            }

            memory.Hold(row.HeldBytes);
            _rows.Add(row);
            if (_rows.Count >= _trimAt)
            {
                Trim();
            }
        }

        public override void Complete()
        {
            Trim();
            counter?.Count(_sequence - _rows.Count);
            foreach (var row in _rows)
            {
                _frame!.Attach(row.Values, row.TimestampMicros); // rows came by a frame
                Next.Add(_frame);
                memory.Hold(-row.HeldBytes);
            }

            _rows.Clear();
            Next.Complete();
        }

        private void Trim()
        {
            _rows.Sort(order);
            if (_rows.Count > limit)
            {
                for (var i = limit; i < _rows.Count; i++)
                {
                    memory.Hold(-_rows[i].HeldBytes);
                }

                _rows.RemoveRange(limit, _rows.Count - limit);
            }

            _last = _rows.Count == limit && limit > 0 ? _rows[^1] : null;
        }
    }
}

/// <summary>Rows that the default limit left out.</summary>
internal sealed class LeftOutCounter
{
    /// <summary>How many.</summary>
    public long Rows { get; private set; }

    /// <summary>Counts rows.</summary>
    public void Count(long rows) => Rows += rows;
}
