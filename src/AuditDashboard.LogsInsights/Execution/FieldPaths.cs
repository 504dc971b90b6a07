using System.Text;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>
/// The flattened names that a query needs, as a trie over their UTF-8 bytes. The names of nested members and array positions are
/// walked byte by byte with a dot between them, so that a key which contains dots is the same as nesting, as in the service.
/// </summary>
internal sealed class FieldPaths
{
    private readonly List<byte[]> _labels = [[]];
    private readonly List<int[]> _targets = [[]];
    private readonly List<int> _fields = [-1];
    private readonly List<int[]> _below = [];

    /// <summary>Makes the trie; the index of a name is its field.</summary>
    public FieldPaths(IReadOnlyList<string> names)
    {
        Count = names.Count;
        for (var field = 0; field < names.Count; field++)
        {
            var node = 0;
            foreach (var label in Encoding.UTF8.GetBytes(names[field]))
            {
                node = Add(node, label);
            }

            _fields[node] = field;
        }

        for (var node = 0; node < _labels.Count; node++)
        {
            _below.Add([.. Below(node)]);
        }
    }

    /// <summary>How many fields there are.</summary>
    public int Count { get; }

    /// <summary>How many nodes there are; node 0 is the root.</summary>
    public int NodeCount => _labels.Count;

    /// <summary>The field whose name ends at a node, or -1.</summary>
    public int FieldAt(int node) => _fields[node];

    /// <summary>All fields whose names end at a node or go on behind a dot there.</summary>
    public ReadOnlySpan<int> FieldsFrom(int node) => _below[node];

    /// <summary>True if a name goes on behind a node with a digit.</summary>
    public bool HasDigit(int node) => _labels[node].AsSpan().IndexOfAnyInRange((byte)'0', (byte)'9') >= 0;

    /// <summary>The node behind a label, or -1.</summary>
    public int Step(int node, byte label)
    {
        var at = _labels[node].AsSpan().IndexOf(label);
        return at < 0 ? -1 : _targets[node][at];
    }

    /// <summary>The node behind a whole name, or -1.</summary>
    public int Walk(int node, ReadOnlySpan<byte> name)
    {
        foreach (var label in name)
        {
            node = Step(node, label);
            if (node < 0)
            {
                return -1;
            }
        }

        return node;
    }

    private int Add(int node, byte label)
    {
        var target = Step(node, label);
        if (target >= 0)
        {
            return target;
        }

        target = _labels.Count;
        _labels[node] = [.. _labels[node], label];
        _targets[node] = [.. _targets[node], target];
        _labels.Add([]);
        _targets.Add([]);
        _fields.Add(-1);
        return target;
    }

    private IEnumerable<int> Below(int node)
    {
        if (_fields[node] >= 0)
        {
            yield return _fields[node];
        }

        var open = new Stack<int>();
        var dot = Step(node, (byte)'.');
        if (dot >= 0)
        {
            open.Push(dot);
        }

        while (open.TryPop(out var current))
        {
            if (_fields[current] >= 0)
            {
                yield return _fields[current];
            }

            foreach (var target in _targets[current])
            {
                open.Push(target);
            }
        }
    }
}
