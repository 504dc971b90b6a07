using AuditDashboard.Kubernetes.Access;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation;

/// <summary>What a change allows: per subject what is gained and lost and by which way, with the risk and its reasons, and what is not known.</summary>
public sealed partial class ChangePermissions
{
    private const int MaxSubjects = 25;

    /// <summary>The change.</summary>
    [Parameter, EditorRequired]
    public required ChangeView Change { get; set; }

    /// <summary>What it allows; null until that is worked out.</summary>
    [Parameter]
    public ImpactView? Impact { get; set; }

    /// <summary>A sentence if that failed.</summary>
    [Parameter]
    public string? Failure { get; set; }

    private static IReadOnlyList<PermissionRow> RowsOf(PermissionDelta delta) =>
    [
        .. PermissionRow.Of(delta.Gained.Select(held => (held.Permission, held.Namespace, false, (AccessBinding?)held.Binding)), ChangeSide.Added),
        .. PermissionRow.Of(delta.Lost.Select(held => (held.Permission, held.Namespace, false, (AccessBinding?)held.Binding)), ChangeSide.Removed),
    ];
}
