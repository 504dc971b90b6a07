using AuditDashboard.Queries;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Overview;

/// <summary>The front page: how much of each canned query and when, what changed last, and whether everything has been looked at.</summary>
public sealed partial class OverviewPage
{
    private int _barMinutes = 1;

    [Inject]
    private OverviewReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private QueryCatalog Catalog { get; set; } = null!; // set by the framework before any method runs

    // Links lead to the window of the numbers that are shown, which may be a moment older than the newest.
    private PageScope Shown => Data is { } data ? Scope.Over(data.Window) : WindowScope;

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => DashboardUrls.Overview(scope);

    /// <inheritdoc/>
    protected override Task<OverviewData> LoadAsync(CancellationToken cancellationToken) => Reader.ReadAsync(Scope.Cluster, Window, cancellationToken);

    /// <inheritdoc/>
    protected override Task<long?> CountNewsAsync(OverviewData shown, DateTimeOffset upTo, CancellationToken cancellationToken) =>
        Reader.CountNewsAsync(Scope.Cluster, shown, upTo, cancellationToken);

    private void OpenBar(ChartBar bar)
    {
        var scope = Scope.Over(bar.Window);
        var narrower = bar.SeriesKey is { } id && Catalog.TryGet(id, out var query) ? Catalog.Queries.Where(q => q.StackRank < query.StackRank).Select(q => q.Id) : [];
        Navigation.NavigateTo(DashboardUrls.StackedEvents(bar.SeriesKey, narrower, scope));
    }

    private static string? CollectedShare(CoverageSummary coverage) =>
        coverage.Stretches.Any(s => s.State is CoverageState.Collected or CoverageState.Settling or CoverageState.NotCollected or CoverageState.Failed)
            ? $"{Numbers.Percent(coverage.CollectedFraction)} of the window" : null;
}
