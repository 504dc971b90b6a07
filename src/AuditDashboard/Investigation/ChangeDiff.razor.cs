using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation;

/// <summary>What a change did to each object, in its own terms or as text.</summary>
public sealed partial class ChangeDiff
{
    /// <summary>The change.</summary>
    [Parameter, EditorRequired]
    public required ChangeView Change { get; set; }

    /// <summary>What of the panel is shown.</summary>
    [Parameter, EditorRequired]
    public required ChangePanelState State { get; set; }

    /// <summary>The URL that shows something else of the same change.</summary>
    [Parameter, EditorRequired]
    public required Func<ChangePanelState, string> UrlFor { get; set; }

    private string TermsName => Change.Objects is [var first, ..] ? first.Version.Key.Kind switch
    {
        TrackedKind.Role or TrackedKind.ClusterRole => "Permissions",
        TrackedKind.AwsAuth => "Rows",
        _ => "Object",
    } : "Object";

    private static ManifestObject? BeforeOf(ChangedObject changed) =>
        changed.Diff is { ReplacedWriteId: not null } ? changed.Version.Replaces?.Before.Content : changed.Version.Before.Content;

    private static ManifestObject? AfterOf(ChangedObject changed) =>
        changed.Diff is { IsRequestOnly: true } || changed.Version.Write.Effect != WriteEffect.Applied ? changed.Version.Requested : changed.Version.After.Content;
}
