namespace AuditDashboard.LogsInsights.Execution;

/// <summary>A row that is kept.</summary>
/// <param name="Values">Its slots; those that nothing reads any more are missing.</param>
/// <param name="Keys">Values of the sort keys.</param>
/// <param name="TimestampMicros">Its instant, or null.</param>
/// <param name="Sequence">Its place among the rows that came.</param>
internal sealed record Row(Value[] Values, Value[] Keys, long? TimestampMicros, long Sequence)
{
    /// <summary>Rough memory of the row, in bytes.</summary>
    public long HeldBytes { get; } = 96 + Sum(Values) + Sum(Keys);

    private static long Sum(Value[] values)
    {
        long sum = 0;
        foreach (var value in values)
        {
            sum += value.HeldBytes;
        }

        return sum;
    }
}

/// <summary>A key of an order.</summary>
internal readonly record struct OrderKey(Node Value, bool IsDescending);

/// <summary>
/// The order of rows: the keys of <c>sort</c>; then, for records as they come from the source, the newest first and undated ones
/// last; then the order they came in.
/// </summary>
internal sealed class RowOrder(OrderKey[] keys, bool isByTime) : IComparer<Row>
{
    /// <summary>The keys.</summary>
    public OrderKey[] Keys => keys;

    /// <summary>The values of the keys over a frame.</summary>
    public Value[] KeysOf(Frame frame)
    {
        if (keys.Length == 0)
        {
            return [];
        }

        var values = new Value[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var value = keys[i].Value.Evaluate(frame);

            // Maps and lists can't be sorted by.
            values[i] = value.IsComposite ? default : value;
        }

        return values;
    }

    /// <inheritdoc/>
    public int Compare(Row? x, Row? y) =>
        x is null || y is null ? (x is null).CompareTo(y is null) : Compare(x.Keys, x.TimestampMicros, x.Sequence, y);

    /// <summary>Compares a row that is not made yet with one that is.</summary>
    public int Compare(Value[] leftKeys, long? timestampMicros, long sequence, Row right)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var order = SortOrder.Compare(leftKeys[i], right.Keys[i], keys[i].IsDescending);
            if (order != 0)
            {
                return order;
            }
        }

        if (isByTime && timestampMicros != right.TimestampMicros)
        {
            return (timestampMicros, right.TimestampMicros) switch
            {
                (null, _) => 1,
                (_, null) => -1,
                var (left, other) => other.Value.CompareTo(left.Value),
            };
        }

        return sequence.CompareTo(right.Sequence);
    }
}
