using AuditDashboard.LogsInsights;

namespace AuditDashboard.Harvest.Input.Indexing;

/// <summary>Reads blocks a second time, for an index. Each thread has its own.</summary>
internal sealed class BlockSummariser
{
    private readonly RecordFields _fields = new SelectionSet([]).Start(PlainEvents.Members).Fields;
    private readonly PlainEvents _events;

    public BlockSummariser() => _events = new PlainEvents(_fields, isEnvelopeRead: true);

    /// <summary>Says what a block holds, as far as its bytes alone tell.</summary>
    /// <param name="text">The block, from the beginning of a line on.</param>
    /// <param name="maxLineBytes">Longest record.</param>
    public BlockSummary Read(ReadOnlySpan<byte> text, int maxLineBytes)
    {
        var values = new byte[BloomFilter.Bytes];
        var records = 0;
        byte odd = 0;
        var (first, last) = (long.MaxValue, long.MinValue);
        for (var at = 0; at < text.Length;)
        {
            // Blanks in front of an event are nothing to a reader, and not worth a thought here.
            if (text[at] != '{' || !_events.TryTake(text[at..], maxLineBytes, out var length, out var lineLength)
                || _events.TimeOf(text.Slice(at, length)) is not { } time)
            {
                return BlockSummary.Opaque(text.Length);
            }

            odd |= AddValues(text[at..], values);
            (first, last) = (Math.Min(first, time), Math.Max(last, time));
            records++;
            at += lineLength;
        }

        return records == 0 ? BlockSummary.Opaque(text.Length) : new BlockSummary
        {
            Length = text.Length,
            Records = records,
            IsPlain = true,
            FirstMicros = first,
            LastMicros = last,
            OddFields = odd,
            Values = values,
        };
    }

    private byte AddValues(ReadOnlySpan<byte> line, Span<byte> values)
    {
        byte odd = 0;
        for (var i = 0; i < CommonFields.Members.Count; i++)
        {
            var member = CommonFields.Members[i];
            switch (_fields.ShapeOf(member))
            {
                case MemberShape.Missing:
                    break;
                case MemberShape.Text or MemberShape.Number when _fields.BytesOf(line, member) is var value && CommonFields.IsOnlyForm(value):
                    BloomFilter.Add(values, FieldHash.Of(i, value));
                    break;
                default:
                    odd |= (byte)(1 << i);
                    break;
            }
        }

        return odd;
    }
}
