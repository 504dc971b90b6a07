using System.Text;
using AuditDashboard.LogsInsights.Execution.Scanning;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>
/// The flattened names that a query needs, as a trie over their UTF-8 bytes. The names of nested members and array positions are
/// walked byte by byte with a dot between them, so that a key which contains dots is the same as nesting, as in the service.
/// </summary>
internal sealed class FieldPaths
{
    private readonly byte[][] _labels;
    private readonly int[][] _targets;
    private readonly int[] _fields;
    private readonly int[][] _below;

    /// <summary>Makes the trie; the index of a name is its field.</summary>
    public FieldPaths(IReadOnlyList<string> names)
    {
        Count = names.Count;
        var labels = new List<List<byte>> { new() };
        var targets = new List<List<int>> { new() };
        var fields = new List<int> { -1 };
        for (var field = 0; field < names.Count; field++)
        {
            var node = 0;
            foreach (var label in Encoding.UTF8.GetBytes(names[field]))
            {
                var at = labels[node].IndexOf(label);
                if (at < 0)
                {
                    labels[node].Add(label);
                    targets[node].Add(labels.Count);
                    node = labels.Count;
                    labels.Add([]);
                    targets.Add([]);
                    fields.Add(-1);
                }
                else
                {
                    node = targets[node][at];
                }
            }

            fields[node] = field;
        }

        _labels = [.. labels.Select(l => l.ToArray())];
        _targets = [.. targets.Select(t => t.ToArray())];
        _fields = [.. fields];
        _below = [.. Enumerable.Range(0, _labels.Length).Select(node => Below(node).ToArray())];
        Keys = new KeyTable(this, names);
    }

    /// <summary>How many fields there are.</summary>
    public int Count { get; }

    /// <summary>How many nodes there are; node 0 is the root.</summary>
    public int NodeCount => _labels.Length;

    /// <summary>The keys that lead to a field, for each object.</summary>
    public KeyTable Keys { get; }

    /// <summary>The field whose name ends at a node, or -1.</summary>
    public int FieldAt(int node) => _fields[node];

    /// <summary>All fields whose names end at a node or go on behind a dot there.</summary>
    public ReadOnlySpan<int> FieldsFrom(int node) => _below[node];

    /// <summary>True if a name goes on behind a node with a digit.</summary>
    public bool HasDigit(int node) => _labels[node].AsSpan().IndexOfAnyInRange((byte)'0', (byte)'9') >= 0;

    /// <summary>The node behind a label, or -1.</summary>
    public int Step(int node, byte label)
    {
        // A node has one label, rarely a few: a plain loop is faster than a vectorised search.
        var labels = _labels[node];
        for (var at = 0; at < labels.Length; at++)
        {
            if (labels[at] == label)
            {
                return _targets[node][at];
            }
        }

        return -1;
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
