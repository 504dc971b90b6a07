using System.Text;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>Keeps the first row of each combination of keys, by the current order; rows without a key are all kept.</summary>
internal sealed class DedupStep(RowOrder order, Node[] keys) : Step
{
    /// <summary>Slots that later steps read. Set when the plan is complete.</summary>
    public int[] Kept { get; set; } = [];

    public override Operator Start(RunState state) => new DedupOperator(order, keys, Kept, state.Memory);

    public override void CollectSlots(ISet<int> slots)
    {
        foreach (var key in order.Keys)
        {
            key.Value.CollectSlots(slots);
        }

        foreach (var key in keys)
        {
            key.CollectSlots(slots);
        }
    }

    private sealed class DedupOperator(RowOrder order, Node[] keys, int[] kept, MemoryBudget memory) : Operator
    {
        private readonly Dictionary<string, Row> _first = new(StringComparer.Ordinal);
        private readonly List<Row> _withoutKey = [];
        private Frame? _frame;
        private long _sequence;

        public override void Add(Frame frame)
        {
            _frame = frame;
            var sequence = _sequence++;
            var orderKeys = order.KeysOf(frame);
            var key = GroupKey.Of(keys, frame, out var isComplete);
            if (!isComplete)
            {
                _withoutKey.Add(Keep(frame, orderKeys, sequence));
                return;
            }

            if (!_first.TryGetValue(key, out var known))
            {
                memory.Hold(GroupKey.HeldBytes(key));
                _first.Add(key, Keep(frame, orderKeys, sequence));
            }
            else if (order.Compare(orderKeys, frame.TimestampMicros, sequence, known) < 0)
            {
                memory.Hold(-known.HeldBytes);
                _first[key] = Keep(frame, orderKeys, sequence);
            }
        }

        public override void Complete()
        {
            List<Row> rows = [.. _first.Values, .. _withoutKey];
            rows.Sort(order);
            foreach (var row in rows)
            {
                _frame!.Attach(row.Values, row.TimestampMicros); // rows came by a frame
                Next.Add(_frame);
            }

            Next.Complete();
        }

        private Row Keep(Frame frame, Value[] orderKeys, long sequence)
        {
            var row = new Row(frame.Capture(kept), orderKeys, frame.TimestampMicros, sequence);
            memory.Hold(row.HeldBytes);
            return row;
        }
    }
}

/// <summary>Several values as one dictionary key: values that print alike are the same.</summary>
internal static class GroupKey
{
    /// <summary>The key over a frame.</summary>
    /// <param name="nodes">The values.</param>
    /// <param name="frame">The row.</param>
    /// <param name="isComplete">False if a value is missing, or is a map or list, which can't be a key.</param>
    public static string Of(Node[] nodes, Frame frame, out bool isComplete)
    {
        isComplete = true;
        var key = new StringBuilder();
        foreach (var node in nodes)
        {
            isComplete &= Append(key, node.Evaluate(frame));
        }

        return key.ToString();
    }

    /// <summary>The key of values.</summary>
    public static string Of(Value[] values)
    {
        var key = new StringBuilder();
        foreach (var value in values)
        {
            Append(key, value);
        }

        return key.ToString();
    }

    /// <summary>Rough memory of a key, in bytes.</summary>
    public static long HeldBytes(string key) => 64 + (2L * key.Length);

    // Lengths keep ("a", "bc") and ("ab", "c") apart.
    private static bool Append(StringBuilder key, in Value value)
    {
        if (value.Kind == ValueKind.Instant)
        {
            // Times that print alike are one time: they have milliseconds.
            key.Append('i').Append(ValueFormat.Millis(value.Micros)).Append(';');
            return true;
        }

        if (value.AsText() is not { } text)
        {
            key.Append('m');
            return false;
        }

        key.Append('t').Append(text.Length).Append(':').Append(text);
        return true;
    }
}
