namespace AuditDashboard.Storage.Coverage;

/// <summary>An immutable set of instants as sorted, disjoint, non-adjoining half-open intervals.</summary>
public sealed class IntervalSet
{
    /// <summary>The empty set.</summary>
    public static IntervalSet Empty { get; } = new([]);

    private IntervalSet(IReadOnlyList<TimeWindow> intervals) => Intervals = intervals;

    /// <summary>The intervals, oldest first.</summary>
    public IReadOnlyList<TimeWindow> Intervals { get; }

    /// <summary>Makes a set of any intervals, overlapping or not; empty ones are ignored.</summary>
    public static IntervalSet Of(IEnumerable<TimeWindow> intervals)
    {
        var merged = new List<TimeWindow>();
        foreach (var next in intervals.Where(i => !i.IsEmpty).OrderBy(i => i.FromMicros))
        {
            if (merged.Count > 0 && next.FromMicros <= merged[^1].ToMicros)
            {
                merged[^1] = merged[^1] with { ToMicros = Math.Max(merged[^1].ToMicros, next.ToMicros) };
            }
            else
            {
                merged.Add(next);
            }
        }

        return merged.Count == 0 ? Empty : new IntervalSet(merged);
    }

    /// <summary>Everything in either set.</summary>
    public IntervalSet Union(IntervalSet other) => Of(Intervals.Concat(other.Intervals));

    /// <summary>Everything in this set that is not in the other.</summary>
    public IntervalSet Except(IntervalSet other)
    {
        var rest = new List<TimeWindow>();
        foreach (var interval in Intervals)
        {
            var from = interval.FromMicros;
            foreach (var hole in other.Intervals)
            {
                if (hole.ToMicros <= from)
                {
                    continue;
                }

                if (hole.FromMicros >= interval.ToMicros)
                {
                    break;
                }

                if (hole.FromMicros > from)
                {
                    rest.Add(new TimeWindow(from, hole.FromMicros));
                }

                from = Math.Max(from, hole.ToMicros);
            }

            if (from < interval.ToMicros)
            {
                rest.Add(new TimeWindow(from, interval.ToMicros));
            }
        }

        return Of(rest);
    }

    /// <summary>Everything in both sets.</summary>
    public IntervalSet Intersect(IntervalSet other) => Except(Except(other));

    /// <summary>True if the instant lies in one of the intervals.</summary>
    public bool Contains(long micros)
    {
        var (low, high) = (0, Intervals.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Intervals[middle].ToMicros <= micros ? (middle + 1, high) : (low, middle);
        }

        return low < Intervals.Count && Intervals[low].FromMicros <= micros;
    }

    /// <summary>Sum of the lengths.</summary>
    public TimeSpan Duration => TimeSpan.FromMicroseconds(Intervals.Sum(i => i.ToMicros - i.FromMicros));
}
