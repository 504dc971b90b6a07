using System.Text;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>
/// What several conditions ask of one field before all else: that it be one of some texts. A look at the field rules out at once all those that ask for
/// others, without a visit of each. Immutable and safe to share between threads.
/// </summary>
internal sealed class FieldGuard
{
    private readonly int _field;
    private readonly ulong _others;
    private readonly (byte[] Text, ulong Conditions)[] _texts;

    private FieldGuard(int field, ulong others, (byte[] Text, ulong Conditions)[] texts)
    {
        _field = field;
        _others = others;
        _texts = texts;
    }

    /// <summary>The guards of conditions; none for those that can hold whatever the fields are.</summary>
    /// <param name="conditions">The conditions, 64 at most; condition i is bit i.</param>
    /// <param name="layout">The slots of their fields.</param>
    public static FieldGuard[] Of(IReadOnlyList<Node> conditions, Layout layout)
    {
        var demands = conditions.Select(DemandsOf).ToList();
        var asked = demands.SelectMany(all => all).CountBy(demand => demand.Slot).ToDictionary();

        // Of what a condition asks, the field that most ask for: then one look serves many.
        var chosen = demands.Select((all, i) => (Condition: i, Demand: all.MaxBy(demand => asked[demand.Slot]))).Where(choice => choice.Demand is not null);
        return [.. chosen.GroupBy(choice => choice.Demand!.Slot).Select(group => Make(layout[group.Key].Index, [.. group.Select(choice => (choice.Condition, choice.Demand!.Texts!))]))]; // none without
    }

    /// <summary>The conditions that may hold, a bit for each, those that this guard knows nothing of among them.</summary>
    /// <param name="fields">The fields of a record.</param>
    /// <param name="message">Its bytes.</param>
    public ulong Candidates(ReadOnlySpan<RawField> fields, ReadOnlySpan<byte> message)
    {
        ref readonly var raw = ref fields[_field];
        if (raw.Kind == RawKind.Missing)
        {
            return _others;
        }

        if (raw.Kind != RawKind.Text || raw.IsEscaped)
        {
            return ulong.MaxValue;
        }

        var bytes = message.Slice(raw.Start, raw.Length);
        foreach (var (text, sought) in _texts)
        {
            if (bytes.SequenceEqual(text))
            {
                return _others | sought;
            }
        }

        // Bytes that are not valid may decode to a text that is asked for.
        return Ascii.IsValid(bytes) ? _others : ulong.MaxValue;
    }

    private static FieldGuard Make(int field, IReadOnlyList<(int Condition, IReadOnlyList<byte[]> Texts)> demands)
    {
        var guarded = demands.Aggregate(0UL, (all, demand) => all | 1UL << demand.Condition);
        var texts = demands.SelectMany(demand => demand.Texts.Select(text => (Text: text, demand.Condition)))
            .GroupBy(pair => Convert.ToHexString(pair.Text), StringComparer.Ordinal)
            .Select(group => (group.First().Text, group.Aggregate(0UL, (all, pair) => all | 1UL << pair.Condition)));
        return new FieldGuard(field, ~guarded, [.. texts]);
    }

    // A condition is true only if all operands of its "and" are.
    private static List<FieldInConstantsNode> DemandsOf(Node condition) => condition switch
    {
        FieldInConstantsNode { Texts: not null } demand => [demand],
        AndNode all => [.. all.Children.SelectMany(DemandsOf)],
        _ => [],
    };
}
