using System.Globalization;
using AuditDashboard.LogsInsights.Functions;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>An aggregate of a <c>stats</c> command and where its result goes.</summary>
/// <param name="Create">Makes an accumulator for a group.</param>
/// <param name="Slot">Slot of the result, in the rows of the groups.</param>
internal sealed record AggregateCall(Func<Accumulator> Create, int Slot);

/// <summary>Rows for bins that have none.</summary>
/// <param name="Bin">Which of the groups is the bin.</param>
/// <param name="Period">Its period.</param>
/// <param name="OffsetMicros">How far it is shifted, in microseconds.</param>
/// <param name="Constants">Values of columns in these rows.</param>
internal sealed record FillPlan(int Bin, Period Period, long OffsetMicros, (int Slot, Value Value)[] Constants);

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

    /// <summary>True if all groups are rounded times, which the window bounds.</summary>
    public bool IsByTimeAlone { get; init; }

    /// <summary>What <c>fillmissing</c> adds; null without it. Set while the plan is made.</summary>
    public FillPlan? Fill { get; set; }

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

            if (step.Fill is { } fill)
            {
                AddEmptyBins(fill);
            }

            var frame = new Frame(step.Output, state.Clock);
            foreach (var group in _groups.Values.Order(Comparer<Group>.Create(Compare)))
            {
                frame.Attach(new Value[step.Output.Count], null);
                for (var i = 0; i < group.Keys.Length; i++)
                {
                    frame.Set(step.GroupSlots[i], group.Keys[i]);
                }

                if (group.IsEmpty)
                {
                    foreach (var (slot, value) in step.Fill!.Constants) // only fillmissing makes empty groups
                    {
                        frame.Set(slot, value);
                    }
                }
                else
                {
                    SetResults(group, frame);
                }

                Next.Add(frame);
            }

            Next.Complete();
        }

        private void SetResults(Group group, Frame frame)
        {
            for (var i = 0; i < group.Accumulators.Length; i++)
            {
                frame.Set(step.Aggregates[i].Slot, group.Accumulators[i].Result);
            }

            foreach (var (value, slot) in step.Results)
            {
                frame.Set(slot, value.Evaluate(frame));
            }
        }

        // For each combination of the other groups, every bin of the window; without a window, from the first bin that has rows to
        // the last one. Without other groups and with a window, bins are added even where no row came at all.
        private void AddEmptyBins(FillPlan fill)
        {
            var bins = _groups.Values.Select(g => g.Keys[fill.Bin]).Where(v => v.Kind == ValueKind.Instant).Select(v => v.Micros - fill.OffsetMicros).ToList();
            long? first = bins.Count > 0 ? bins.Min() : null;
            long? last = bins.Count > 0 ? bins.Max() : null;
            first = state.Clock.FromMicros is { } from && DateFunctions.ToMicros(Value.OfInstant(from)) is { } start ? fill.Period.Floor(start) : first;
            last = state.Clock.ToMicros is { } to && DateFunctions.ToMicros(Value.OfInstant(to - 1)) is { } end ? fill.Period.Floor(end) : last;
            if (first is not { } bin || last is not { } lastBin)
            {
                return;
            }

            List<Value[]> others = [.. _groups.Values.Select(g => WithBin(g.Keys, fill.Bin, default)).DistinctBy(GroupKey.Of)];
            if (others.Count == 0 && step.Groups.Length == 1)
            {
                others.Add([default]);
            }

            for (; bin <= lastBin; bin = fill.Period.Ceiling(bin + 1))
            {
                foreach (var other in others)
                {
                    var values = WithBin(other, fill.Bin, Value.OfInstant(bin + fill.OffsetMicros));
                    var key = GroupKey.Of(values);
                    if (!_groups.ContainsKey(key))
                    {
                        _groups.Add(key, NewGroup(values) with { IsEmpty = true });
                    }
                }
            }
        }

        private static Value[] WithBin(Value[] keys, int bin, in Value value)
        {
            var copy = (Value[])keys.Clone();
            copy[bin] = value;
            return copy;
        }

        private Group NewGroup(Value[] values)
        {
            var most = step.IsByTimeAlone ? state.MaximumTimeGroups : state.MaximumGroups;
            if (_groups.Count >= most)
            {
                throw new QueryLimitException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The query makes more than {most} groups; group by something that takes fewer values, or by wider bins."));
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

    private sealed record Group(Value[] Keys, Accumulator[] Accumulators)
    {
        /// <summary>True for a group that no row made.</summary>
        public bool IsEmpty { get; init; }
    }
}
