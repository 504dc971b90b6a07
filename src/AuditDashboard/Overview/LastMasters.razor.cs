using AuditDashboard.Investigation;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Overview;

/// <summary>Who was last put into system:masters by aws-auth, up to the window's end. Read after the rest of the page, which does not wait for it.</summary>
public sealed partial class LastMasters
{
    private string? _cluster;
    private OverviewData? _shown;

    /// <summary>Name of the cluster; null for all.</summary>
    [Parameter, EditorRequired]
    public required string? Cluster { get; set; }

    /// <summary>What the page shows; a newer answer has this read again.</summary>
    [Parameter, EditorRequired]
    public required OverviewData Overview { get; set; }

    [Inject]
    private MastersReader Reader { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (!ReferenceEquals(_shown, Overview))
        {
            var isSame = _shown is not null && _cluster == Cluster;
            (_shown, _cluster) = (Overview, Cluster);
            await (isSame ? RefreshAsync() : ReloadAsync());
        }
    }

    /// <inheritdoc/>
    protected override async Task<Found> LoadAsync(CancellationToken cancellationToken) => new(await Reader.FindAsync(Cluster, Overview.Window.ToMicros, cancellationToken));

    /// <summary>What was found.</summary>
    /// <param name="Last">The changes.</param>
    public sealed record Found(LastMastersGrant Last);
}
