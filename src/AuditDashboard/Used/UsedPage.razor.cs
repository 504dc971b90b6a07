using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Used;

/// <summary>Whether a binding or role was used: first use, how often, by whom, on what; or why that cannot be told.</summary>
public sealed partial class UsedPage
{
    private UsedState _state = new();

    [Inject]
    private UsedReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ScopeCoverageReader Coverage { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ClusterStore Clusters { get; set; } = null!; // set by the framework before any method runs

    // Links lead to the window of the numbers that are shown, which may be a moment older than the newest.
    private PageScope Shown => Data is { Used: { } used } ? Scope.Over(used.Window) with { Cluster = Data.Cluster } : WindowScope;

    /// <inheritdoc/>
    protected override bool HoldsStill => _state.Page > 1 || _state.By is not null || _state.On is not null;

    /// <inheritdoc/>
    protected override void ReadState(PageQuery query, ICollection<string> problems) => _state = UsedState.Read(query, problems);

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => DashboardUrls.Used(scope, (_state with { Page = 1 }).ToPairs());

    /// <inheritdoc/>
    protected override async Task<UsedPageData> LoadAsync(CancellationToken cancellationToken)
    {
        var (cluster, window, state) = (Scope.Cluster, Window, _state);
        if (cluster is null)
        {
            // A grant is one cluster's: where there is only one it is meant.
            var known = await Clusters.GetAllAsync(cancellationToken);
            cluster = known is [var only] ? only.Name : null;
        }

        return cluster is null || !state.IsAsked
            ? new UsedPageData(cluster, null, null)
            : new UsedPageData(cluster, await Reader.ReadAsync(cluster, window, state, cancellationToken), await Coverage.GetAsync(cluster, window, queryIds: null, cancellationToken));
    }

    private string StateUrl(UsedState state) => DashboardUrls.Used(Shown, state.ToPairs());
}

/// <summary>What the page shows.</summary>
/// <param name="Cluster">The cluster; null where the scope is all of several.</param>
/// <param name="Used">The answer; null where nothing was asked.</param>
/// <param name="Coverage">Coverage of the window over all canned queries.</param>
public sealed record UsedPageData(string? Cluster, UsedData? Used, CoverageSummary? Coverage);
