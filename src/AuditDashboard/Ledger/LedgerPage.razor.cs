using AuditDashboard.Investigation;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Ledger;

/// <summary>Who was let in and given what: changes of bindings and aws-auth, and calls to EKS, in one list, by row or by principal.</summary>
public sealed partial class LedgerPage
{
    private LedgerState _state = new();

    [Inject]
    private LedgerReader Reader { get; set; } = null!; // set by the framework before any method runs

    // Links lead to the window of the numbers that are shown, which may be a moment older than the newest.
    private PageScope Shown => Data is { } data ? (Scope with { Cluster = data.Cluster ?? Scope.Cluster }).Over(data.Window) : WindowScope;

    /// <inheritdoc/>
    protected override bool HoldsStill => _state != new LedgerState();

    /// <inheritdoc/>
    protected override void ReadState(PageQuery query, ICollection<string> problems) => _state = LedgerState.Read(query, problems);

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => DashboardUrls.Access(scope, (_state with { Page = 1, Call = null }).ToPairs());

    /// <inheritdoc/>
    protected override Task<LedgerData> LoadAsync(CancellationToken cancellationToken) => Reader.ReadAsync(Scope.Cluster, Window, _state, cancellationToken);

    /// <inheritdoc/>
    protected override async Task<long?> CountNewsAsync(LedgerData shown, DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        var now = await Reader.ReadAsync(Scope.Cluster, TimeWindow.Between(shown.Window.From, upTo), shown.State with { Page = 1, Call = null }, cancellationToken);
        return Math.Max(0, now.Shown - shown.Shown);
    }

    private string StateUrl(LedgerState state) => DashboardUrls.Access(Scope, state.ToPairs());

    private static string? ItemUrl(LedgerItem item) => item.Event is { } change ? InvestigationUrls.Change(change) : null;

    private static string RowTime(LedgerRow row, TimeWindow window) => UtcText.Near(TimeWindow.FromMicrosSinceEpoch(row.TimeMicros), window.To);

    private static string Headline(LedgerData data) => data.State switch
    {
        _ when data.Shown + data.Principals == 0 && CoverageText.IsNothing(data.Coverage) => "No changes of access known",
        { ByPrincipal: true } => $"{Numbers.Count(data.Principals, "principal")} with changes of access",
        _ => Numbers.Count(data.Shown, "change of access", "changes of access"),
    };
}
