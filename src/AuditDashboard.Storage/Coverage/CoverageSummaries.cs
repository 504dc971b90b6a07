namespace AuditDashboard.Storage.Coverage;

/// <summary>Puts the lines of several queries into one.</summary>
internal static class CoverageSummaries
{
    /// <summary>Makes the summary of a window.</summary>
    public static CoverageSummary Of(
        TimeWindow window, IReadOnlyList<CoverageLine> lines, bool hasFileEvents, long undatedEvents, long quarantinedRecords)
    {
        var stretches = lines.Count == 0 ? [.. new CoverageLayers(window).Stretches] : Worst(lines);
        var collected = Length(stretches, CoverageState.Collected) + Length(stretches, CoverageState.Settling);
        var missing = Length(stretches, CoverageState.NotCollected) + Length(stretches, CoverageState.Failed);
        return new CoverageSummary(
            window,
            stretches,
            collected + missing == 0 ? 0 : (double)collected / (collected + missing),
            TimeSpan.FromMicroseconds(missing),
            Gaps(stretches),
            SettledTo(stretches),
            hasFileEvents,
            undatedEvents,
            quarantinedRecords);
    }

    private static int Rank(CoverageState state) => state switch
    {
        CoverageState.Collected => 0,
        CoverageState.Settling => 1,
        CoverageState.OutOfScope => 2,
        CoverageState.FromFiles => 3,
        CoverageState.Expired => 4,
        CoverageState.NotCollected => 5,
        CoverageState.Failed => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private static List<CoverageStretch> Worst(IReadOnlyList<CoverageLine> lines)
    {
        var worst = new List<CoverageStretch>();
        // All lines fill the same window, so walking them side by side ends in all of them at once.
        var at = new int[lines.Count];
        while (at[0] < lines[0].Stretches.Count)
        {
            var current = lines.Select((line, i) => line.Stretches[at[i]]).ToList();
            var from = current.Max(s => s.Window.FromMicros);
            var to = current.Min(s => s.Window.ToMicros);
            CoverageLayers.Append(worst, current.MaxBy(s => Rank(s.State))! with { Window = new TimeWindow(from, to) });
            for (var i = 0; i < at.Length; i++)
            {
                at[i] += current[i].Window.ToMicros == to ? 1 : 0;
            }
        }

        return worst;
    }

    private static long Length(List<CoverageStretch> stretches, CoverageState state) =>
        stretches.Where(s => s.State == state).Sum(s => s.Window.ToMicros - s.Window.FromMicros);

    private static int Gaps(List<CoverageStretch> stretches)
    {
        // Neighbours that fail for different reasons, or follow one another, are one hole to whoever looks.
        var gaps = 0;
        var inGap = false;
        foreach (var stretch in stretches)
        {
            var isGap = stretch.State is CoverageState.NotCollected or CoverageState.Failed;
            gaps += isGap && !inGap ? 1 : 0;
            inGap = isGap;
        }

        return gaps;
    }

    private static DateTimeOffset? SettledTo(List<CoverageStretch> stretches)
    {
        DateTimeOffset? settledTo = null;
        foreach (var stretch in stretches)
        {
            if (stretch.State == CoverageState.Collected)
            {
                settledTo = stretch.Window.To;
            }
            else if (settledTo is not null || stretch.State is not (CoverageState.OutOfScope or CoverageState.Expired))
            {
                // What lies before the start of what is to be collected, or has expired, is no gap.
                break;
            }
        }

        return settledTo;
    }
}
