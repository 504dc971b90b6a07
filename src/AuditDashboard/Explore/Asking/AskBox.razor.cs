using AuditDashboard.Harvest.Asking;
using AuditDashboard.Storage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Explore.Asking;

/// <summary>What a query on CloudWatch would cost, what is left of the day's budget, and the only button that runs it.</summary>
public sealed partial class AskBox
{
    private (string? Cluster, TimeWindow Window)? _read;

    /// <summary>The cluster; null where none can be asked, see <see cref="Refusal"/>.</summary>
    [Parameter, EditorRequired]
    public required string? Cluster { get; set; }

    /// <summary>The time that would be asked for.</summary>
    [Parameter, EditorRequired]
    public required TimeWindow Window { get; set; }

    /// <summary>Why the reader cannot ask at all; null where they may.</summary>
    [Parameter, EditorRequired]
    public required string? Refusal { get; set; }

    /// <summary>True while a query runs.</summary>
    [Parameter]
    public bool IsRunning { get; set; }

    /// <summary>The reader wants it run.</summary>
    [Parameter]
    public EventCallback OnRun { get; set; }

    [Inject]
    private LogGroupDesk Desk { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Refusal is not null)
        {
            return;
        }

        if (IsRunning && _read is not null)
        {
            // What the run may cost is held for it: read now, it would look as if nothing were left. Once it ended, it has spent something.
            _read = (null, default);
            return;
        }

        if (_read == (Cluster, Window))
        {
            return;
        }

        _read = (Cluster, Window);
        await ReloadAsync();
    }

    /// <inheritdoc/>
    protected override Task<AskPlan> LoadAsync(CancellationToken cancellationToken) => Desk.PlanAsync(Cluster ?? "", Window, cancellationToken);
}
