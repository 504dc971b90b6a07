using AuditDashboard.LogsInsights.Execution;
using AuditDashboard.LogsInsights.Planning;

namespace AuditDashboard.LogsInsights;

/// <summary>Several selections evaluated over one record in one pass: parsed at most once, and not at all where no selection's literals occur.</summary>
/// <remarks>Immutable and safe to share between threads. At most 64 selections.</remarks>
public sealed class SelectionSet
{
    private readonly Node[] _conditions;
    private readonly Layout _layout;
    private readonly LiteralSearch? _search;
    private Frame? _spare;

    /// <summary>Makes a set; the order of <paramref name="selections"/> gives the bits of <see cref="Match"/>.</summary>
    /// <exception cref="ArgumentException">There are more than 64.</exception>
    public SelectionSet(IReadOnlyList<Selection> selections)
        : this(selections, usesLiterals: true)
    {
    }

    /// <summary>Makes a set that may parse every record: what the search for literals must agree with.</summary>
    internal SelectionSet(IReadOnlyList<Selection> selections, bool usesLiterals)
    {
        ArgumentNullException.ThrowIfNull(selections);
        if (selections.Count > 64)
        {
            throw new ArgumentException("A set holds at most 64 selections.", nameof(selections));
        }

        Selections = [.. selections];
        var scope = Selection.NewScope("");
        _conditions = [.. Selections.Select(s => Selection.Bind(s.Condition, scope))];
        _layout = scope.Layout;
        _layout.Seal();
        _search = usesLiterals
            ? new LiteralSearch([.. Selections.Select(s => RequiredLiterals.Derive(s.Condition, Selection.IsDiscovered, isLoose: false))])
            : null;
    }

    /// <summary>The selections, in bit order.</summary>
    public IReadOnlyList<Selection> Selections { get; }

    /// <summary>Starts a scan of records that are read line by line, which asks for more members than the selections do.</summary>
    /// <param name="members">Names of members, as the language writes them.</param>
    public SelectionScan Start(IReadOnlyList<string> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        return new SelectionScan(_conditions, _layout, members);
    }

    /// <summary>Bit i is set if selection i matches the record.</summary>
    public ulong Match(in LogRecord record)
    {
        var candidates = _search?.Candidates(record.Message.Span) ?? ulong.MaxValue;
        if (candidates == 0)
        {
            return 0;
        }

        // A frame is not safe for several threads: each takes the spare one, or makes its own.
        var frame = Interlocked.Exchange(ref _spare, null) ?? new Frame(_layout, RunClock.None);
        frame.Attach(record);
        var matches = 0UL;
        for (var i = 0; i < _conditions.Length; i++)
        {
            if ((candidates >> i & 1) != 0 && _conditions[i].Test(frame) == true)
            {
                matches |= 1UL << i;
            }
        }

        frame.Detach();
        _spare = frame;
        return matches;
    }
}
