namespace AuditDashboard.LogsInsights.Execution;

/// <summary>
/// The slots of a frame: for each a discovered field, a system field or a value that the query makes. Slots are handed out while
/// a query is bound; <see cref="Seal"/> ends that.
/// </summary>
internal sealed class Layout
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<Slot> _kinds = [];

    /// <summary>How many slots there are.</summary>
    public int Count => _kinds.Count;

    /// <summary>The names of the discovered fields.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The discovered fields; set by <see cref="Seal"/>.</summary>
    public FieldPaths? Paths { get; private set; }

    /// <summary>The slot of a discovered field.</summary>
    public int Discovered(string name)
    {
        if (!_slots.TryGetValue(name, out var slot))
        {
            slot = Add(SlotKind.Discovered, _names.Count);
            _names.Add(name);
            _slots.Add(name, slot);
        }

        return slot;
    }

    /// <summary>The slot of a system field.</summary>
    public int System(SystemField field)
    {
        var name = SystemFields.Names[(int)field];
        if (!_slots.TryGetValue(name, out var slot))
        {
            slot = Add(SlotKind.System, (int)field);
            _slots.Add(name, slot);
        }

        return slot;
    }

    /// <summary>True if a system field is read.</summary>
    public bool Reads(SystemField field) => _slots.ContainsKey(SystemFields.Names[(int)field]);

    /// <summary>A new slot for a value that the query makes.</summary>
    public int Created() => Add(SlotKind.Created, 0);

    /// <summary>What a slot holds.</summary>
    public Slot this[int slot] => _kinds[slot];

    /// <summary>Ends the handing out of slots.</summary>
    public void Seal() => Paths = new FieldPaths(_names);

    private int Add(SlotKind kind, int index)
    {
        _kinds.Add(new Slot(kind, index));
        return _kinds.Count - 1;
    }
}

/// <summary>A slot.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Index">Which of that kind.</param>
internal sealed record Slot(SlotKind Kind, int Index);

/// <summary>What a slot holds.</summary>
internal enum SlotKind : byte
{
    Discovered,
    System,
    Created,
}
