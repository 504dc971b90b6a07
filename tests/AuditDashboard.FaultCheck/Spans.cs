namespace AuditDashboard.FaultCheck;

/// <summary>A set of half-open intervals of whole numbers, kept sorted and joined. Its own arithmetic: the product's is what is under test.</summary>
public sealed class Spans
{
    private readonly List<(long From, long To)> _spans = [];

    /// <summary>The intervals, in order; none touches another.</summary>
    public IReadOnlyList<(long From, long To)> All => _spans;

    /// <summary>Adds an interval; an empty one changes nothing.</summary>
    public void Add(long from, long to)
    {
        if (from >= to)
        {
            return;
        }

        var at = 0;
        while (at < _spans.Count && _spans[at].To < from)
        {
            at++;
        }

        while (at < _spans.Count && _spans[at].From <= to)
        {
            (from, to) = (Math.Min(from, _spans[at].From), Math.Max(to, _spans[at].To));
            _spans.RemoveAt(at);
        }

        _spans.Insert(at, (from, to));
    }

    /// <summary>True if all of an interval is in the set.</summary>
    public bool Covers(long from, long to) => from >= to || _spans.Exists(s => s.From <= from && s.To >= to);

    /// <summary>True if a number is in the set.</summary>
    public bool Holds(long at) => Covers(at, at + 1);

    /// <summary>What of an interval is not in the set.</summary>
    public IReadOnlyList<(long From, long To)> Missing(long from, long to)
    {
        var missing = new List<(long, long)>();
        foreach (var (begin, end) in _spans)
        {
            if (end <= from || begin >= to)
            {
                continue;
            }

            if (begin > from)
            {
                missing.Add((from, begin));
            }

            from = Math.Max(from, end);
        }

        if (from < to)
        {
            missing.Add((from, to));
        }

        return missing;
    }
}
