using System.Text.RegularExpressions;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>Passes on the rows for which a condition is true.</summary>
internal sealed class FilterStep(Node condition) : Step
{
    /// <summary>What rows must meet.</summary>
    public Node Condition => condition;

    public override Operator Start(RunState state) => new FilterOperator(condition);

    public override void CollectSlots(ISet<int> slots) => condition.CollectSlots(slots);

    private sealed class FilterOperator(Node condition) : Operator
    {
        public override void Add(Frame frame)
        {
            if (condition.Test(frame) == true)
            {
                Next.Add(frame);
            }
        }
    }
}

/// <summary>Computes a value that the query names.</summary>
internal sealed class AssignStep(int slot, Node value) : Step
{
    // Smaller values are not worth counting.
    private const int SmallestCounted = 64 * 1024;

    public override Operator Start(RunState state) => new AssignOperator(slot, value, state.Memory);

    public override void CollectSlots(ISet<int> slots) => value.CollectSlots(slots);

    private sealed class AssignOperator(int slot, Node value, MemoryBudget memory) : Operator
    {
        private int _held;

        public override void Add(Frame frame)
        {
            // A name may be made of a name that was made: a few doublings of a message fill a machine's memory.
            var result = value.Evaluate(frame);
            var held = result.HeldBytes;
            held = held < SmallestCounted ? 0 : held;
            if (held != _held)
            {
                memory.Hold(held - _held);
                _held = held;
            }

            frame.Set(slot, result);
            Next.Add(frame);
        }
    }
}

/// <summary>Takes values out of a text by a pattern with stars.</summary>
internal sealed class GlobStep(Node value, string pattern, int[] slots) : Step
{
    private readonly string[] _literals = pattern.Split('*');

    public override Operator Start(RunState state) => new GlobOperator(value, _literals, slots);

    public override void CollectSlots(ISet<int> slots) => value.CollectSlots(slots);

    private sealed class GlobOperator(Node value, string[] literals, int[] slots) : Operator
    {
        public override void Add(Frame frame)
        {
            var text = value.Evaluate(frame).AsText();
            var isMatch = text is not null && TryMatch(text, frame);
            if (!isMatch)
            {
                foreach (var slot in slots)
                {
                    frame.Set(slot, default);
                }
            }

            Next.Add(frame);
        }

        // "user=*, id=*": the text before the first star may stand anywhere; each star takes as little as it can, a last star all
        // that is left.
        private bool TryMatch(string text, Frame frame)
        {
            var at = text.IndexOf(literals[0], StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            at += literals[0].Length;
            for (var i = 0; i < slots.Length; i++)
            {
                var literal = literals[i + 1];
                var end = literal.Length == 0
                    ? (i == slots.Length - 1 ? text.Length : at)
                    : text.IndexOf(literal, at, StringComparison.Ordinal);
                if (end < 0)
                {
                    return false;
                }

                frame.Set(slots[i], Value.OfText(text[at..end]));
                at = end + literal.Length;
            }

            return true;
        }
    }
}

/// <summary>Takes values out of a text by the groups of a regular expression.</summary>
internal sealed class RegexStep(Node value, Regex regex, (int Group, int Slot)[] groups, bool isMulti) : Step
{
    // A match for every character of a message of a megabyte is no use to anybody.
    private const int MostMatches = 10_000;

    public override Operator Start(RunState state) => new RegexOperator(value, regex, groups, isMulti, state.Guard);

    public override void CollectSlots(ISet<int> slots) => value.CollectSlots(slots);

    private sealed class RegexOperator(Node value, Regex regex, (int Group, int Slot)[] groups, bool isMulti, RunGuard guard) : Operator
    {
        public override void Add(Frame frame)
        {
            var match = value.Evaluate(frame).AsText() is { } text ? GuardedRegex.First(regex, text) : Match.Empty;
            Set(frame, match);
            Next.Add(frame);
            for (var i = 1; isMulti && i < MostMatches && match.Success; i++)
            {
                match = GuardedRegex.Next(match);
                if (match.Success)
                {
                    guard.NextRow();
                    Set(frame, match);
                    Next.Add(frame);
                }
            }
        }

        private void Set(Frame frame, Match match)
        {
            foreach (var (group, slot) in groups)
            {
                var captured = match.Success ? match.Groups[group] : null;
                frame.Set(slot, captured is { Success: true } ? Value.OfText(captured.Value) : default);
            }
        }
    }
}

/// <summary>Makes a row for each element of a list; anything else counts as a list of one.</summary>
internal sealed class UnnestStep(Node value, int slot) : Step
{
    public override Operator Start(RunState state) => new UnnestOperator(value, slot, state.Guard);

    public override void CollectSlots(ISet<int> slots) => value.CollectSlots(slots);

    private sealed class UnnestOperator(Node value, int slot, RunGuard guard) : Operator
    {
        public override void Add(Frame frame)
        {
            var list = value.Evaluate(frame);
            foreach (var item in list.List ?? [list])
            {
                guard.NextRow();
                frame.Set(slot, item);
                Next.Add(frame);
            }
        }
    }
}
