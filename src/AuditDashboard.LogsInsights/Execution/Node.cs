namespace AuditDashboard.LogsInsights.Execution;

/// <summary>An expression bound to the slots of a layout. Immutable; evaluation never throws.</summary>
internal abstract class Node
{
    /// <summary>The value over a frame.</summary>
    public abstract Value Evaluate(Frame frame);

    /// <summary>The value as a condition: true, false or null for unknown.</summary>
    public virtual bool? Test(Frame frame) => Evaluate(frame).Truth;

    /// <summary>The expressions below.</summary>
    public virtual IReadOnlyList<Node> Children => [];

    /// <summary>Adds the slots that evaluation reads.</summary>
    public virtual void CollectSlots(ISet<int> slots)
    {
        foreach (var child in Children)
        {
            child.CollectSlots(slots);
        }
    }
}

/// <summary>A value of the query text.</summary>
internal sealed class ConstantNode(Value value) : Node
{
    public Value Value { get; } = value;

    public override Value Evaluate(Frame frame) => Value;
}

/// <summary>A slot.</summary>
internal sealed class SlotNode(int slot) : Node
{
    public int Slot { get; } = slot;

    public override Value Evaluate(Frame frame) => frame.Get(Slot);

    public override void CollectSlots(ISet<int> slots) => slots.Add(Slot);
}

/// <summary>A condition; as a value it prints 1 or 0.</summary>
internal abstract class ConditionNode : Node
{
    public sealed override Value Evaluate(Frame frame) => Value.OfTruth(Test(frame));

    public abstract override bool? Test(Frame frame);
}

/// <summary>A function of values.</summary>
internal sealed class FunctionNode(Func<Frame, Value[], Value> function, IReadOnlyList<Node> arguments) : Node
{
    public override IReadOnlyList<Node> Children => arguments;

    public override Value Evaluate(Frame frame)
    {
        var values = new Value[arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(frame);
        }

        return function(frame, values);
    }
}
