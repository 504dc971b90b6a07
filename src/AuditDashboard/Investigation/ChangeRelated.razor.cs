using AuditDashboard.Kubernetes.History;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation;

/// <summary>The versions of a change's objects around it, and the way to the records beside it.</summary>
public sealed partial class ChangeRelated
{
    private const int VersionsEachSide = 4;

    /// <summary>The change.</summary>
    [Parameter, EditorRequired]
    public required ChangeView Change { get; set; }

    private static IEnumerable<ObjectVersion> VersionsAround(ChangedObject changed)
    {
        var versions = changed.Change.Stored.History.Versions;
        var at = versions.ToList().IndexOf(changed.Version);
        return versions.Take(at + VersionsEachSide + 1).Skip(Math.Max(0, at - VersionsEachSide)).Reverse();
    }
}
