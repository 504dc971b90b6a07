using System.Numerics;
using System.Runtime.CompilerServices;
using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights;

/// <summary>Selections over records that are read by <see cref="Fields"/>: parsed once, whatever is asked of them. Not safe for several threads.</summary>
public sealed class SelectionScan
{
    private readonly Node[] _conditions;
    private readonly FieldGuard[] _guards;
    private readonly ulong _all;

    internal SelectionScan(Node[] conditions, Layout layout, IReadOnlyList<string> members)
    {
        _conditions = conditions;
        _guards = FieldGuard.Of(conditions, layout);
        _all = conditions.Length == 64 ? ulong.MaxValue : (1UL << conditions.Length) - 1;
        ReadsTime = layout.Reads(SystemField.Timestamp);
        Fields = new RecordFields(layout, RunClock.None, members);
    }

    /// <summary>Reads the records.</summary>
    public RecordFields Fields { get; }

    /// <summary>True if a selection looks at the record's time, which then has to be known before <see cref="Match(in LogRecord)"/>.</summary>
    public bool ReadsTime { get; }

    /// <summary>Bit i is set if selection i may match: a quick look that rules out nearly all records before they are asked for more.</summary>
    /// <param name="message">What <see cref="Fields"/> read last, from its first byte to its last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ulong Candidates(ReadOnlySpan<byte> message)
    {
        var candidates = _all;
        foreach (var guard in _guards)
        {
            candidates &= guard.Candidates(Fields.RawOf(guard.Field), message);
        }

        return candidates;
    }

    /// <summary>Bit i is set if selection i matches the record.</summary>
    /// <param name="record">The record: its message is what <see cref="Fields"/> read last, from its first byte to its last.</param>
    public ulong Match(in LogRecord record) => Match(record, Candidates(record.Message.Span));

    /// <summary>Bit i is set if selection i matches the record.</summary>
    /// <param name="record">The record: its message is what <see cref="Fields"/> read last, from its first byte to its last.</param>
    /// <param name="candidates">The selections that may match, as <see cref="Candidates"/> gives them.</param>
    public ulong Match(in LogRecord record, ulong candidates)
    {
        var frame = Fields.Frame;
        frame.AttachRead(record);
        var matches = 0UL;
        for (; candidates != 0; candidates &= candidates - 1)
        {
            var i = BitOperations.TrailingZeroCount(candidates);
            if (_conditions[i].Test(frame) == true)
            {
                matches |= 1UL << i;
            }
        }

        frame.Detach();
        return matches;
    }
}
