using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Shared.Charts;

/// <summary>Coverage in words and looks.</summary>
public static class CoverageText
{
    /// <summary>CSS class of a stretch in a strip; null for collected, which is the strip's ground.</summary>
    public static string? CssClass(CoverageState state) => state switch
    {
        CoverageState.Collected => null,
        CoverageState.Settling => "st",
        CoverageState.NotCollected => "no",
        CoverageState.Failed => "er",
        CoverageState.FromFiles => "fi",
        CoverageState.OutOfScope => "out",
        CoverageState.Due => "due",
        CoverageState.Expired => "ex",
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
        CoverageState.Due => "due with the next harvest",
        CoverageState.Expired => "no longer kept",
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
        else if (IsExpired(summary))
        {
            parts.Add("no longer kept");
        }
        else
        {
            if (Expired(summary) is { Ticks: > 0 } expired)
            {
                parts.Add($"{UtcText.Length(expired)} no longer kept");
            }

            if (summary.NotCollected > TimeSpan.Zero)
            {
                parts.Add($"{UtcText.Length(summary.NotCollected)} not collected{(summary.Gaps > 1 ? $" in {Numbers.Count(summary.Gaps, "gap")}" : "")}");
            }

            // The last moments wait for the next harvest: said as how far collection is, not as a gap.
            if (DueFrom(summary) is { } due)
            {
                parts.Add(due <= summary.Window.From ? "due with the next harvest" : "collected to " + UtcText.Format(due, "HH:mm:ss"));
            }
            else if (summary.NotCollected <= TimeSpan.Zero && summary.Stretches.Any(s => s.State is CoverageState.Collected or CoverageState.Settling))
            {
                parts.Add(Expired(summary) > TimeSpan.Zero ? "the rest collected" : "all collected");
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

    /// <summary>Whether no part of a window was looked at: then no count of it is a zero.</summary>
    public static bool IsNothing(CoverageSummary? summary) =>
        summary is null || !summary.Stretches.Any(s => s.State is CoverageState.Collected or CoverageState.Settling or CoverageState.FromFiles);

    /// <summary>True if all of it was looked at, as far as its sources vouch for it: only then can two periods be compared.</summary>
    public static bool IsWhole(IReadOnlyList<CoverageStretch> stretches) =>
        stretches.Count > 0 && stretches.All(s => s.State is CoverageState.Collected or CoverageState.Settling or CoverageState.FromFiles);

    /// <summary>The stretches of a window, for charts: where nothing is known of it, since there is no such cluster, all of it is not collected.</summary>
    public static IReadOnlyList<CoverageStretch> Stretches(CoverageSummary? summary, TimeWindow window) =>
        summary?.Stretches ?? [new CoverageStretch(window, CoverageState.NotCollected, CollectedAt: null, How: null, Reason: null)];

    /// <summary>Length of what is no longer kept.</summary>
    public static TimeSpan Expired(CoverageSummary summary) => TimeSpan.FromMicroseconds(
        summary.Stretches.Where(s => s.State == CoverageState.Expired).Sum(s => s.Window.ToMicros - s.Window.FromMicros));

    /// <summary>True if nothing of the window is kept any more: there may have been something, and it cannot be told.</summary>
    public static bool IsExpired(CoverageSummary? summary) =>
        summary is not null && summary.Stretches.Any(s => s.State == CoverageState.Expired)
        && summary.Stretches.All(s => s.State is CoverageState.Expired or CoverageState.OutOfScope);

    /// <summary>From when on the window only waits for the next harvest; null if it does not.</summary>
    public static DateTimeOffset? DueFrom(CoverageSummary summary) => summary.Stretches.FirstOrDefault(s => s.State == CoverageState.Due)?.Window.From;

    /// <summary>The sentence below "nothing here" for a window without gaps: <c>All of it was collected.</c>, or up to when; null if it has gaps, or is not known in time.</summary>
    public static string? WhollyCollected(CoverageSummary? summary) => summary switch
    {
        null or { HasFileEvents: true } => null,
        { NotCollected: var missing } when missing > TimeSpan.Zero => null,
        _ when Expired(summary) > TimeSpan.Zero => null,
        _ when !summary.Stretches.Any(s => s.State is CoverageState.Collected or CoverageState.Settling) => null,
        _ => DueFrom(summary) is { } due
            ? $"All of it up to {UtcText.Format(due, "HH:mm:ss")} UTC was collected; the rest is due with the next harvest."
            : "All of it was collected.",
    };
}
