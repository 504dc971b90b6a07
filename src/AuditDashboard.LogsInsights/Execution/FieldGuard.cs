using System.Runtime.CompilerServices;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>
/// What several conditions ask of one field before all else: that it be one of some texts. A look at the field rules out at once all those that ask for
/// others, without a visit of each. Immutable and safe to share between threads.
/// </summary>
internal sealed class FieldGuard
{
    private readonly ulong _others;
    private readonly TextSet _texts;
    private readonly ulong[] _conditions;

    private FieldGuard(int field, ulong others, TextSet texts, ulong[] conditions)
    {
        Field = field;
        _others = others;
        _texts = texts;
        _conditions = conditions;
    }

    /// <summary>The field that is looked at.</summary>
    public int Field { get; }

    /// <summary>The guards of conditions; none for those that can hold whatever the fields are.</summary>
    /// <param name="conditions">The conditions, 64 at most; condition i is bit i.</param>
    /// <param name="layout">The slots of their fields.</param>
    public static FieldGuard[] Of(IReadOnlyList<Node> conditions, Layout layout)
    {
        var demands = new List<FieldInConstantsNode>[conditions.Count];
        var asked = new int[layout.Count];
        for (var i = 0; i < demands.Length; i++)
        {
            demands[i] = [];
            AddDemands(conditions[i], demands[i]);
            foreach (var demand in demands[i])
            {
                asked[demand.Slot]++;
            }
        }

        // Of what a condition asks, the field that most ask for: then one look serves many.
        var guards = new Builder?[layout.Count];
        for (var i = 0; i < demands.Length; i++)
        {
            FieldInConstantsNode? chosen = null;
            foreach (var demand in demands[i])
            {
                chosen = chosen is null || asked[demand.Slot] > asked[chosen.Slot] ? demand : chosen;
            }

            if (chosen is not null)
            {
                (guards[chosen.Slot] ??= new Builder(layout[chosen.Slot].Index)).Add(i, chosen);
            }
        }

        var made = new List<FieldGuard>();
        foreach (var guard in guards)
        {
            if (guard is not null)
            {
                made.Add(guard.Make());
            }
        }

        return [.. made];
    }

    /// <summary>The conditions that may hold, a bit for each, those that this guard knows nothing of among them.</summary>
    /// <param name="raw">What the field is in a record.</param>
    /// <param name="message">The record's bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ulong Candidates(RawField raw, ReadOnlySpan<byte> message)
    {
        if (raw.Kind == RawKind.Missing)
        {
            return _others;
        }

        if (raw.Kind != RawKind.Text || raw.IsEscaped)
        {
            return ulong.MaxValue;
        }

        return _texts.Find(message, raw.Start, raw.Length) switch
        {
            >= 0 and var found => _others | _conditions[found],
            TextSet.None => _others,
            _ => ulong.MaxValue,
        };
    }

    // A condition is true only if all operands of its "and" are.
    private static void AddDemands(Node condition, List<FieldInConstantsNode> demands)
    {
        switch (condition)
        {
            case FieldInConstantsNode { Texts: not null } demand:
                demands.Add(demand);
                break;

            case AndNode all:
                foreach (var child in all.Children)
                {
                    AddDemands(child, demands);
                }

                break;

            default:
                break;
        }
    }

    /// <summary>Gathers what is asked of one field.</summary>
    private sealed class Builder(int field)
    {
        private readonly List<byte[]> _texts = [];
        private readonly List<ulong> _conditions = [];
        private ulong _guarded;

        public void Add(int condition, FieldInConstantsNode demand)
        {
            _guarded |= 1UL << condition;
            foreach (var text in demand.Texts!) // a demand has them
            {
                var at = _texts.FindIndex(other => other.AsSpan().SequenceEqual(text));
                if (at < 0)
                {
                    at = _texts.Count;
                    _texts.Add(text);
                    _conditions.Add(0);
                }

                _conditions[at] |= 1UL << condition;
            }
        }

        public FieldGuard Make() => new(field, ~_guarded, new TextSet([.. _texts]), [.. _conditions]);
    }
}
