using System.Globalization;
using AuditDashboard.LogsInsights.Functions;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>An aggregate of a <c>stats</c> command and where its result goes.</summary>
/// <param name="Create">Makes an accumulator for a group.</param>
/// <param name="Slot">Slot of the result, in the rows of the groups.</param>
internal sealed record AggregateCall(Func<Accumulator> Create, int Slot);

/// <summary>Groups rows and makes one row of each group.</summary>
internal sealed class StatsStep : Step
{
    /// <summary>Values to group by, over the rows that come.</summary>
    public required Node[] Groups { get; init; }

    /// <summary>Slots of the groups' values in the rows that are made.</summary>
    public required int[] GroupSlots { get; init; }

    /// <summary>The aggregates.</summary>
    public required AggregateCall[] Aggregates { get; init; }

    /// <summary>Expressions over the aggregates, and the slots of their values.</summary>
    public required (Node Value, int Slot)[] Results { get; init; }

    /// <summary>What the accumulators read of the rows that come.</summary>
    public required Node[] Arguments { get; init; }

    /// <summary>Slots of the rows that are made.</summary>
    public required Layout Output { get; init; }

    public override Operator Start(RunState state) => new StatsOperator(this, state);

    public override void CollectSlots(ISet<int> slots)
    {
        foreach (var node in Groups.Concat(Arguments))
        {
            node.CollectSlots(slots);
        }
    }

    private sealed class StatsOperator(StatsStep step, RunState state) : Operator
    {
        private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);

        public override void Add(Frame frame)
        {
            var values = new Value[step.Groups.Length];
            for (var i = 0; i < values.Length; i++)
            {
                var value = step.Groups[i].Evaluate(frame);
                values[i] = value.IsComposite ? default : value;
            }

            var key = GroupKey.Of(values);
            if (!_groups.TryGetValue(key, out var group))
            {
                group = NewGroup(values);
                state.Memory.Hold(GroupKey.HeldBytes(key));
                _groups.Add(key, group);
            }

            foreach (var accumulator in group.Accumulators)
            {
                var held = accumulator.Add(frame);
                if (held != 0)
                {
                    state.Memory.Hold(held);
                }
            }
        }

        public override void Complete()
        {
            if (step.Groups.Length == 0 && _groups.Count == 0)
            {
                _groups.Add("", NewGroup([]));
            }

            var frame = new Frame(step.Output, state.Clock);
            foreach (var group in _groups.Values.Order(Comparer<Group>.Create(Compare)))
            {
                frame.Attach(new Value[step.Output.Count], null);
                for (var i = 0; i < group.Keys.Length; i++)
                {
                    frame.Set(step.GroupSlots[i], group.Keys[i]);
                }

                for (var i = 0; i < group.Accumulators.Length; i++)
                {
                    frame.Set(step.Aggregates[i].Slot, group.Accumulators[i].Result);
                }

                foreach (var (value, slot) in step.Results)
                {
                    frame.Set(slot, value.Evaluate(frame));
                }

                Next.Add(frame);
            }

            Next.Complete();
        }

        private Group NewGroup(Value[] values)
        {
            if (_groups.Count >= state.MaximumGroups)
            {
                throw new QueryLimitException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The query makes more than {state.MaximumGroups} groups; group by something that takes fewer values, or by wider bins."));
            }

            state.Memory.Hold(128 + values.Sum(v => (long)v.HeldBytes) + (64L * step.Aggregates.Length));
            return new Group(values, [.. step.Aggregates.Select(a => a.Create())]);
        }

        // Without a sort, groups come in the order of their keys, missing ones last.
        private static int Compare(Group? x, Group? y)
        {
            for (var i = 0; i < x!.Keys.Length; i++) // groups are never null
            {
                var order = SortOrder.Compare(x.Keys[i], y!.Keys[i], isDescending: false);
                if (order != 0)
                {
                    return order;
                }
            }

            return 0;
        }
    }

    private sealed record Group(Value[] Keys, Accumulator[] Accumulators);
}
