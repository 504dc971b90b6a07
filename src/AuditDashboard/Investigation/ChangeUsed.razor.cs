using AuditDashboard.Kubernetes.History;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Used;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation;

/// <summary>Whether collected requests name the binding or role of a change, by whom and on what; or why that cannot be told.</summary>
public sealed partial class ChangeUsed
{
    private const int MaxRows = 5;

    private ChangeView? _asked;

    /// <summary>The change.</summary>
    [Parameter, EditorRequired]
    public required ChangeView Change { get; set; }

    /// <summary>What it allows; null until that is worked out.</summary>
    [Parameter]
    public ImpactView? Impact { get; set; }

    [Inject]
    private ChangeUseReader Reader { get; set; } = null!; // set by the framework before any method runs

    private UsedState? Grant => UsedState.Of(Change.Event.Row);

    private bool GivesMasters => Impact?.Rows.Any(row => row.Grants.Any(grant => grant.IsMasters)) == true;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (!ReferenceEquals(_asked, Change))
        {
            _asked = Change;
            if (Grant is not null && Change.Write is not { Effect: WriteEffect.None })
            {
                await ReloadAsync();
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task<Answered> LoadAsync(CancellationToken cancellationToken) =>
        new(Grant is { } grant ? await Reader.ReadAsync(Change.Event.Row, grant, cancellationToken) : null);

    private PageScope ScopeOf(ChangeUse use) => new() { Cluster = Change.Event.Row.Cluster, Range = new TimeRange.Absolute(use.Window) };

    /// <summary>What was read.</summary>
    /// <param name="Use">The answer; null where the change has no time.</param>
    public sealed record Answered(ChangeUse? Use);
}
