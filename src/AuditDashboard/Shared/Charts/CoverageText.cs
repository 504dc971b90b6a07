using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Shared.Charts;

/// <summary>Coverage in words and looks.</summary>
public static class CoverageText
{
    private static readonly TimeSpan LongestTail = TimeSpan.FromMinutes(10);

    /// <summary>CSS class of a stretch in a strip; null for collected, which is the strip's ground.</summary>
    public static string? CssClass(CoverageState state) => state switch
    {
        CoverageState.Collected => null,
        CoverageState.Settling => "st",
        CoverageState.NotCollected => "no",
        CoverageState.Failed => "er",
        CoverageState.FromFiles => "fi",
        CoverageState.OutOfScope => "out",
        _ => "no",
    };

    /// <summary>A state in words.</summary>
    public static string Of(CoverageState state) => state switch
    {
        CoverageState.Collected => "collected",
        CoverageState.Settling => "settling",
        CoverageState.NotCollected => "not collected",
        CoverageState.Failed => "failed",
        CoverageState.FromFiles => "from files, completeness unknown",
        CoverageState.OutOfScope => "outside what is collected",
        _ => "not collected",
    };

    /// <summary>A summary in words: <c>12 min not collected · settled to 14:01</c>.</summary>
    public static string Of(CoverageSummary summary)
    {
        var parts = new List<string>();
        if (summary.Stretches.All(s => s.State == CoverageState.OutOfScope))
        {
            parts.Add("outside what is collected");
        }
        else
        {
            // What happened in the last moments is collected by the next harvest: said as how far collection is, not as a gap.
            var tail = PendingTail(summary);
            var missing = summary.NotCollected - (tail?.Duration ?? TimeSpan.Zero);
            var gaps = summary.Gaps - (tail is null ? 0 : 1);
            if (missing > TimeSpan.Zero)
            {
                parts.Add($"{UtcText.Length(missing)} not collected{(gaps > 1 ? $" in {Numbers.Count(gaps, "gap")}" : "")}");
            }

            if (tail is { } open)
            {
                parts.Add("collected to " + UtcText.Format(open.From, "HH:mm:ss"));
            }
            else if (missing <= TimeSpan.Zero && summary.Stretches.Any(s => s.State is CoverageState.Collected or CoverageState.Settling))
            {
                parts.Add("all collected");
            }
        }

        if (summary.HasFileEvents)
        {
            parts.Add("from files, completeness unknown");
        }

        if (summary.SettledTo is { } settled)
        {
            var isSameDay = settled.UtcDateTime.Date == summary.Window.To.UtcDateTime.Date;
            parts.Add("settled to " + UtcText.Format(settled, isSameDay ? "HH:mm" : "d MMM HH:mm"));
        }

        return string.Join(" · ", parts);
    }

    /// <summary>The end of the window that only waits for the next harvest: the last stretch, not collected, shorter than ten minutes, after a collected one.</summary>
    public static TimeWindow? PendingTail(CoverageSummary summary) => summary.Stretches
        is [.., { State: CoverageState.Collected or CoverageState.Settling }, { State: CoverageState.NotCollected } last]
        && last.Window.ToMicros >= summary.Window.ToMicros && last.Window.Duration < LongestTail ? last.Window : null;
}
