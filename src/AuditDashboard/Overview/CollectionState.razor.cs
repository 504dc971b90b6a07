using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Overview;

/// <summary>Whether everything has been looked at: a lane a query, gaps in words, undated and unreadable records, standing problems.</summary>
public sealed partial class CollectionState
{
    /// <summary>The overview's data.</summary>
    [Parameter, EditorRequired]
    public required OverviewData Data { get; set; }

    /// <summary>The scope over the window.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    private string UndatedUrl => DashboardUrls.Events(Scope, new KeyValuePair<string, string>("undated", "1"));

    private static string Words(OverviewCell cell) =>
        string.Join(", ", cell.Coverage.Select(s => CoverageText.Of(s.State)).Distinct()) is { Length: > 0 } words ? words : "not known";

    private string CollectedTo(OverviewCell cell) => cell.CollectedTo is { } to
        ? UtcText.Format(to, to.UtcDateTime.Date == Data.Window.To.UtcDateTime.Date ? "HH:mm" : "d MMM HH:mm")
        : cell.Coverage.Any(s => s.State == CoverageState.FromFiles) ? "from files"
        : cell.Coverage.Any(s => s.State == CoverageState.Expired) ? "no longer kept" : "none";

    private IEnumerable<string> Sentences()
    {
        if (Data.Coverage is not { } coverage)
        {
            yield break;
        }

        var gaps = coverage.Stretches.Where(s => s.State is CoverageState.NotCollected or CoverageState.Failed).ToList();
        if (gaps.Count > 0)
        {
            var named = gaps.TakeLast(2).Select(g => UtcText.Window(g.Window) + (g.Reason is { } reason ? $" ({LogSegments.ToPlain(reason, 200)})" : ""));
            yield return $"Not collected: {string.Join("; ", named)}{(gaps.Count > 2 ? $"; and {Numbers.Count(gaps.Count - 2, "earlier gap")}" : "")}.";
        }

        if (CoverageText.Expired(coverage) is { Ticks: > 0 } expired)
        {
            yield return $"{UtcText.Length(expired)} of the window are no longer kept: their events were removed for their age.";
        }

        if (coverage.HasFileEvents)
        {
            yield return "The window holds events from files: their completeness in time is unknown.";
        }

        if (coverage.QuarantinedRecords > 0)
        {
            yield return $"{Numbers.Count(coverage.QuarantinedRecords, "record")} could not be read and {(coverage.QuarantinedRecords == 1 ? "is" : "are")} in quarantine.";
        }
    }
}
