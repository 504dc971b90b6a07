namespace AuditDashboard.LogsInsights.Execution;

/// <summary>The end of a run: prints the columns of each row.</summary>
internal sealed class CollectOperator(int[] columns) : Operator
{
    /// <summary>The rows.</summary>
    public List<QueryRow> Rows { get; } = [];

    public override void Add(Frame frame)
    {
        var cells = new string?[columns.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = frame.Get(columns[i]).Print();
        }

        Rows.Add(new QueryRow(cells));
    }

    public override void Complete()
    {
    }
}

/// <summary>The end of a query inside <c>in (…)</c>: the different values of one column.</summary>
internal sealed class DistinctOperator(int slot, MemoryBudget memory) : Operator
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<Value> _values = [];

    /// <summary>The values; missing ones, maps and lists are not among them.</summary>
    public IReadOnlyList<Value> Values => _values;

    public override void Add(Frame frame)
    {
        var value = frame.Get(slot);
        if (value.IsMissing || value.IsComposite)
        {
            return;
        }

        var key = GroupKey.Of([value]);
        if (_seen.Add(key))
        {
            memory.Hold(GroupKey.HeldBytes(key) + value.HeldBytes);
            _values.Add(value);
        }
    }

    public override void Complete()
    {
    }
}

/// <summary>Tells whether the record at hand got as far as here: in front of the first step that holds rows back.</summary>
internal sealed class CountOperator : Operator
{
    /// <summary>True if the record passed; reset by the run for each record.</summary>
    public bool HasPassed { get; set; }

    public override void Add(Frame frame)
    {
        HasPassed = true;
        Next.Add(frame);
    }
}
