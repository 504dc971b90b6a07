namespace AuditDashboard.LogsInsights.Execution;

/// <summary>Makes a row for each element of a list; a row without a list, or with an empty one, stays as it is.</summary>
internal sealed class ExpandStep(Node value, int slot) : Step
{
    public override Operator Start(RunState state) => new ExpandOperator(value, slot, state.Guard);

    public override void CollectSlots(ISet<int> slots) => value.CollectSlots(slots);

    private sealed class ExpandOperator(Node value, int slot, RunGuard guard) : Operator
    {
        public override void Add(Frame frame)
        {
            var list = value.Evaluate(frame);
            foreach (var item in list.List is { Count: > 0 } items ? items : [list.List is null ? list : default])
            {
                guard.NextRow();
                frame.Set(slot, item);
                Next.Add(frame);
            }
        }
    }
}

/// <summary>
/// A field as a list: a list of <c>jsonParse</c>, a text that holds a JSON array, or an array of the record's own JSON, which
/// discovery gives as <c>items.0</c>, <c>items.1</c> and never as <c>items</c>. Anything else is given as it is.
/// </summary>
/// <param name="name">The flattened name.</param>
/// <param name="own">The field.</param>
/// <param name="message">The record, where there is one.</param>
internal sealed class ArrayNode(string name, Node own, Node? message) : Node
{
    private readonly string _name = name.StartsWith("@@", StringComparison.Ordinal) ? name[1..] : name;

    public override IReadOnlyList<Node> Children => message is null ? [own] : [own, message];

    public override Value Evaluate(Frame frame)
    {
        var value = own.Evaluate(frame);
        if (value.IsMissing)
        {
            return message?.Evaluate(frame).AsText() is { } text && FlattenedPath.Find(JsonValues.ParseMessage(text), _name) is { List: not null } list ? list : default;
        }

        return !value.IsComposite && value.AsText() is { } inner && inner.AsSpan().TrimStart().StartsWith("[") && JsonValues.Parse(inner) is { List: not null } parsed
            ? parsed
            : value;
    }
}
