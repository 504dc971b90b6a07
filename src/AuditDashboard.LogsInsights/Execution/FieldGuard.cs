using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>
/// What several conditions ask of one field before all else: that it be one of some texts. A look at the field rules out at once all those that ask for
/// others, without a visit of each. Immutable and safe to share between threads.
/// </summary>
internal sealed class FieldGuard
{
    private readonly ulong _others;
    private readonly Sought[] _sought;
    private readonly bool _isReplacementSought;

    private FieldGuard(int field, ulong others, Sought[] sought)
    {
        Field = field;
        _others = others;
        _sought = sought;
        _isReplacementSought = Array.Exists(sought, text => text.Text.AsSpan().IndexOf("\uFFFD"u8) >= 0);
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

        var bytes = message.Slice(raw.Start, raw.Length);
        var head = raw.Start + sizeof(ulong) <= message.Length
            ? Head(BinaryPrimitives.ReadUInt64LittleEndian(message[raw.Start..]), raw.Length)
            : HeadOf(bytes);
        foreach (var sought in _sought)
        {
            if (head == sought.Head && bytes.SequenceEqual(sought.Text))
            {
                return _others | sought.Conditions;
            }
        }

        // Bytes that are not valid decode to texts with replacement characters, which may be asked for.
        return !_isReplacementSought || Ascii.IsValid(bytes) ? _others : ulong.MaxValue;
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

    // The first bytes, up to eight, of a text of some length; bytes behind it count as zero.
    private static ulong Head(ulong first, int length) => length >= sizeof(ulong) ? first : first & ((1UL << (8 * length)) - 1);

    private static ulong HeadOf(ReadOnlySpan<byte> text)
    {
        Span<byte> first = stackalloc byte[sizeof(ulong)];
        first.Clear();
        text[..Math.Min(text.Length, sizeof(ulong))].CopyTo(first);
        return BinaryPrimitives.ReadUInt64LittleEndian(first);
    }

    /// <summary>Gathers what is asked of one field.</summary>
    private sealed class Builder(int field)
    {
        private readonly List<Sought> _texts = [];
        private ulong _guarded;

        public void Add(int condition, FieldInConstantsNode demand)
        {
            _guarded |= 1UL << condition;
            foreach (var text in demand.Texts!) // a demand has them
            {
                var sought = _texts.Find(other => other.Text.AsSpan().SequenceEqual(text));
                if (sought is null)
                {
                    sought = new Sought(text);
                    _texts.Add(sought);
                }

                sought.Conditions |= 1UL << condition;
            }
        }

        public FieldGuard Make() => new(field, ~_guarded, [.. _texts]);
    }

    /// <summary>A text that conditions ask for.</summary>
    private sealed class Sought(byte[] text)
    {
        /// <summary>The text in UTF-8.</summary>
        public byte[] Text { get; } = text;

        /// <summary>Its first bytes: nearly all other texts differ in them.</summary>
        public ulong Head { get; } = HeadOf(text);

        /// <summary>The conditions, a bit for each.</summary>
        public ulong Conditions { get; set; }
    }
}
