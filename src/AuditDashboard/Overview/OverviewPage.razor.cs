using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Overview;

/// <summary>The front page: how much of each canned query, when, and what changed last.</summary>
public sealed partial class OverviewPage
{
    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => DashboardUrls.Overview(scope);

    /// <inheritdoc/>
    protected override Task<OverviewData> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(new OverviewData());
}
