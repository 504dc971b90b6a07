using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Shared.Scope;

/// <summary>Joins the coverage of two clusters over the same window.</summary>
public static class CoverageMerge
{
    /// <summary>The worse state at each moment. What is out of scope for one of them does not spoil the other.</summary>
    public static CoverageSummary Worst(CoverageSummary left, CoverageSummary right)
    {
        var stretches = Worst(left.Stretches, right.Stretches);
        var inScope = Sum(stretches, s => s is not CoverageState.OutOfScope and not CoverageState.FromFiles and not CoverageState.Due and not CoverageState.Expired);
        var missing = Sum(stretches, s => s is CoverageState.NotCollected or CoverageState.Failed);
        return new CoverageSummary(
            left.Window,
            stretches,
            inScope == 0 ? Math.Min(left.CollectedFraction, right.CollectedFraction) : 1 - ((double)missing / inScope),
            TimeSpan.FromMicroseconds(missing),
            stretches.Count(s => s.State is CoverageState.NotCollected or CoverageState.Failed),
            left.SettledTo is { } a && right.SettledTo is { } b ? (a < b ? a : b) : null,
            left.HasFileEvents || right.HasFileEvents,
            left.UndatedEvents + right.UndatedEvents,
            left.QuarantinedRecords + right.QuarantinedRecords);
    }

    /// <summary>The worse state at each moment of two lines over the same window.</summary>
    public static List<CoverageStretch> Worst(IReadOnlyList<CoverageStretch> left, IReadOnlyList<CoverageStretch> right)
    {
        var worst = new List<CoverageStretch>();
        int l = 0, r = 0;
        while (l < left.Count && r < right.Count)
        {
            var from = Math.Max(left[l].Window.FromMicros, right[r].Window.FromMicros);
            var to = Math.Min(left[l].Window.ToMicros, right[r].Window.ToMicros);
            if (to > from)
            {
                var worse = Rank(left[l].State) >= Rank(right[r].State) ? left[l] : right[r];
                Append(worst, worse with { Window = new TimeWindow(from, to) });
            }

            if (left[l].Window.ToMicros <= right[r].Window.ToMicros)
            {
                l++;
            }
            else
            {
                r++;
            }
        }

        return worst;
    }

    private static void Append(List<CoverageStretch> stretches, CoverageStretch next)
    {
        if (stretches is [.., var last] && last with { Window = next.Window } == next && last.Window.ToMicros == next.Window.FromMicros)
        {
            stretches[^1] = last with { Window = new TimeWindow(last.Window.FromMicros, next.Window.ToMicros) };
        }
        else
        {
            stretches.Add(next);
        }
    }

    private static int Rank(CoverageState state) => state switch
    {
        CoverageState.OutOfScope => 0,
        CoverageState.Collected => 1,
        CoverageState.FromFiles => 2,
        CoverageState.Settling => 3,
        CoverageState.Expired => 4,
        CoverageState.Due => 5,
        CoverageState.NotCollected => 6,
        CoverageState.Failed => 7,
        _ => 6,
    };

    private static long Sum(List<CoverageStretch> stretches, Func<CoverageState, bool> isCounted) =>
        stretches.Where(s => isCounted(s.State)).Sum(s => s.Window.ToMicros - s.Window.FromMicros);
}
