using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Trail;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Ledger.Workloads;

/// <summary>Which service accounts took, or tried to take, which IAM roles (IRSA and Pod Identity): the denied and the never seen before first.</summary>
public sealed partial class WorkloadPage
{
    private WorkloadState _state = new();

    [Inject]
    private WorkloadReader Reader { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    protected override bool HoldsStill => _state != new WorkloadState();

    /// <inheritdoc/>
    protected override void ReadState(PageQuery query, ICollection<string> problems) => _state = WorkloadState.Read(query, problems);

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => DashboardUrls.Workloads(scope, (_state with { Call = null }).ToPairs());

    /// <inheritdoc/>
    protected override Task<WorkloadData> LoadAsync(CancellationToken cancellationToken) => Reader.ReadAsync(Scope.Cluster, Window, _state, cancellationToken);

    /// <inheritdoc/>
    protected override async Task<long?> CountNewsAsync(WorkloadData shown, DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        var now = await Reader.ReadAsync(Scope.Cluster, TimeWindow.Between(shown.Window.From, upTo), new WorkloadState(), cancellationToken);
        return Math.Max(0, now.Calls - shown.Calls);
    }

    private string StateUrl(WorkloadState state) => DashboardUrls.Workloads(Scope, state.ToPairs());

    private bool IsOpen(WorkloadRow row) => _state.IsOpen && _state.Subject == row.Subject && _state.Role == row.Role && _state.Outcome == row.Outcome;

    private static string Css(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Succeeded => "tag o",
        CallOutcome.Denied => "tag d",
        _ => "tag w",
    };

    private static string Near(DateTimeOffset time, TimeWindow window) => UtcText.Near(time, window.To);
}
