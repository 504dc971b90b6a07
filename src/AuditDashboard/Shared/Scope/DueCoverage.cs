using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Shared.Scope;

/// <summary>Tells what only waits for the next harvest from what is missing.</summary>
/// <remarks>
/// A live window ends now, and the moments since the last harvest are not debt yet. They count as due only if they follow what is
/// collected without a break and begin no earlier than the schedule explains; failures, and whatever is older, stay gaps.
/// </remarks>
public static class DueCoverage
{
    /// <summary>Marks the last stretch as due if it is not collected, begins at or after an instant, and follows a collected one.</summary>
    /// <param name="stretches">Adjoining stretches, oldest first.</param>
    /// <param name="sinceMicros">Start of the time that need not be collected yet, microseconds since 1970.</param>
    public static IReadOnlyList<CoverageStretch> Mark(IReadOnlyList<CoverageStretch> stretches, long sinceMicros)
    {
        // What lies in the future is out of scope and may follow.
        var last = stretches.Count - 1;
        while (last > 0 && stretches[last].State == CoverageState.OutOfScope)
        {
            last--;
        }

        return last > 0 && stretches[last] is { State: CoverageState.NotCollected, Reason: null } open && open.Window.FromMicros >= sinceMicros
            && stretches[last - 1].State is CoverageState.Collected or CoverageState.Settling
            ? [.. stretches.Select((s, i) => i == last ? s with { State = CoverageState.Due } : s)]
            : stretches;
    }

    /// <summary>The part of the stretches inside a window.</summary>
    public static IReadOnlyList<CoverageStretch> Cut(IReadOnlyList<CoverageStretch> stretches, TimeWindow window) =>
    [
        .. stretches
            .Select(s => s with { Window = new TimeWindow(Math.Max(s.Window.FromMicros, window.FromMicros), Math.Min(s.Window.ToMicros, window.ToMicros)) })
            .Where(s => !s.Window.IsEmpty),
    ];

    /// <summary>A summary with other stretches, its figures counted anew. What is due is neither collected nor missing.</summary>
    public static CoverageSummary Recount(CoverageSummary summary, IReadOnlyList<CoverageStretch> stretches)
    {
        var collected = Sum(stretches, s => s is CoverageState.Collected or CoverageState.Settling);
        var missing = Sum(stretches, IsMissing);
        var gaps = 0;
        for (var i = 0; i < stretches.Count; i++)
        {
            // Neighbours that are missing for different reasons are one hole.
            gaps += IsMissing(stretches[i].State) && (i == 0 || !IsMissing(stretches[i - 1].State)) ? 1 : 0;
        }

        return summary with
        {
            Stretches = stretches,
            CollectedFraction = collected + missing == 0 ? 0 : (double)collected / (collected + missing),
            NotCollected = TimeSpan.FromMicroseconds(missing),
            Gaps = gaps,
        };
    }

    private static bool IsMissing(CoverageState state) => state is CoverageState.NotCollected or CoverageState.Failed;

    private static long Sum(IReadOnlyList<CoverageStretch> stretches, Func<CoverageState, bool> isCounted) =>
        stretches.Where(s => isCounted(s.State)).Sum(s => s.Window.ToMicros - s.Window.FromMicros);
}
