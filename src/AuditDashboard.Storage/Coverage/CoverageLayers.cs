namespace AuditDashboard.Storage.Coverage;

/// <summary>A window painted layer over layer: what is laid later hides what lies below. Uncovered parts are out of scope.</summary>
internal sealed class CoverageLayers(TimeWindow window)
{
    public const string FromFilesReason = "From files, completeness unknown.";

    public const string OnlyFromFilesReason = "Not collected from the source; events from files are here, completeness unknown.";

    public const string ExpiredReason = "Older than it is kept: its events were removed.";

    /// <summary>Adjoining stretches that fill the window, oldest first.</summary>
    public IReadOnlyList<CoverageStretch> Stretches { get; private set; } =
        [new CoverageStretch(window, CoverageState.OutOfScope, CollectedAt: null, How: null, Reason: null)];

    /// <summary>Lays stretches over what there is; of those that overlap each other the later in the list counts.</summary>
    public CoverageLayers Lay(IReadOnlyList<CoverageStretch> over)
    {
        if (over.Count == 0)
        {
            return this;
        }

        // A sweep over all borders: at each, the last stretch in the list that is open shows.
        var all = Stretches.Concat(over).ToList();
        var borders = new SortedSet<long> { window.FromMicros, window.ToMicros };
        foreach (var stretch in all)
        {
            borders.Add(Math.Clamp(stretch.Window.FromMicros, window.FromMicros, window.ToMicros));
            borders.Add(Math.Clamp(stretch.Window.ToMicros, window.FromMicros, window.ToMicros));
        }

        var starts = all.Select((s, i) => (At: Math.Max(s.Window.FromMicros, window.FromMicros), Index: i)).OrderBy(s => s.At).ToList();
        var open = new PriorityQueue<int, int>();
        var next = 0;
        var painted = new List<CoverageStretch>();
        long? from = null;
        foreach (var border in borders)
        {
            if (from is { } start)
            {
                for (; next < starts.Count && starts[next].At <= start; next++)
                {
                    open.Enqueue(starts[next].Index, -starts[next].Index);
                }

                while (all[open.Peek()].Window.ToMicros <= start)
                {
                    open.Dequeue();
                }

                Append(painted, all[open.Peek()] with { Window = new TimeWindow(start, border) });
            }

            from = border;
        }

        Stretches = painted;
        return this;
    }

    /// <summary>Adds a stretch; one that says the same as its neighbour becomes one with it.</summary>
    internal static void Append(List<CoverageStretch> stretches, CoverageStretch next)
    {
        if (stretches.Count > 0 && stretches[^1] with { Window = next.Window } == next)
        {
            stretches[^1] = next with { Window = new TimeWindow(stretches[^1].Window.FromMicros, next.Window.ToMicros) };
        }
        else
        {
            stretches.Add(next);
        }
    }
}
