using AuditDashboard.Queue;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Overview;

/// <summary>How many changes wait for a person, and the gravest of the newest. Read after the rest of the page, which does not wait for it.</summary>
public sealed partial class WaitingList
{
    private PageScope? _scope;
    private OverviewData? _shown;

    /// <summary>The scope over the window, which is fixed.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>What the page shows; a newer answer has this read again.</summary>
    [Parameter, EditorRequired]
    public required OverviewData Overview { get; set; }

    [Inject]
    private WaitingReader Reader { get; set; } = null!; // set by the framework before any method runs

    private string Heading => Data is { } data && data.Looked < data.Queue.Open
        ? $"The gravest of the newest {Numbers.Count(data.Looked)}."
        : "The gravest of them.";

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (!ReferenceEquals(_shown, Overview))
        {
            var isSame = _shown is not null && _scope?.Cluster == Scope.Cluster;
            (_shown, _scope) = (Overview, Scope);
            await (isSame ? RefreshAsync() : ReloadAsync());
        }
    }

    /// <inheritdoc/>
    protected override Task<WaitingChanges> LoadAsync(CancellationToken cancellationToken) => Reader.ReadAsync(Scope.Cluster, Overview.Window, cancellationToken);

    private static string TimeFormat(EventRow row, QueueData queue) => $"{UtcText.NearFormat(row.Time ?? queue.Window.To, queue.Window.To)} 'UTC'";

    private static string Subtitle(QueueData queue)
    {
        var explained = queue.Judged - queue.Open;
        return (queue.Total > queue.Judged ? $"of the newest {Numbers.Count(queue.Judged)} of {Numbers.Count(queue.Total, "change")}" : $"of {Numbers.Count(queue.Total, "change")} in the window")
            + $" · {Numbers.Count(explained)} explained by known controllers and rules"
            + (queue.Doubts > 0 ? $" · {Numbers.Count(queue.Doubts)} under a controller’s name that nothing shows to be its own" : "");
    }
}
