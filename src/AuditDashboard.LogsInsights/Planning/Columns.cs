namespace AuditDashboard.LogsInsights.Planning;

/// <summary>The columns of the result: those of all <c>fields</c> in order, or those of the last <c>display</c>.</summary>
internal sealed class Columns
{
    private readonly List<(string Name, int Slot)> _columns = [];

    /// <summary>True once a <c>display</c> was seen.</summary>
    public bool IsDisplay { get; set; }

    /// <summary>True if there are none.</summary>
    public bool IsEmpty => _columns.Count == 0;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. _columns.Select(c => c.Name)];

    /// <summary>Their slots.</summary>
    public int[] Slots => [.. _columns.Select(c => c.Slot)];

    /// <summary>Adds a column unless there is one of that name.</summary>
    public void Add(string name, int slot)
    {
        if (!_columns.Exists(c => c.Name == name))
        {
            _columns.Add((name, slot));
        }
    }

    /// <summary>Gives a column of that name, if there is one, another slot.</summary>
    public void Move(string name, int slot)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            if (_columns[i].Name == name)
            {
                _columns[i] = (name, slot);
            }
        }
    }

    /// <summary>Removes all.</summary>
    public void Clear() => _columns.Clear();
}
