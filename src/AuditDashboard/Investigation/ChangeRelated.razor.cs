using AuditDashboard.Kubernetes.History;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation;

/// <summary>What those did whom a change gave something, and the object's versions around it.</summary>
public sealed partial class ChangeRelated
{
    private const int VersionsEachSide = 4;

    /// <summary>The change.</summary>
    [Parameter, EditorRequired]
    public required ChangeView Change { get; set; }

    /// <summary>What was done with it; null until that is read.</summary>
    [Parameter]
    public RelatedView? Related { get; set; }

    /// <summary>A sentence if that failed.</summary>
    [Parameter]
    public string? Failure { get; set; }

    private string ListUrl(TimeWindow window, EventListState list) =>
        DashboardUrls.Events(new PageScope { Cluster = Change.Event.Row.Cluster, Range = new TimeRange.Absolute(window) }, list.ToPairs());

    private static IEnumerable<ObjectVersion> VersionsAround(ChangedObject changed)
    {
        var versions = changed.Change.Stored.History.Versions;
        var at = versions.ToList().IndexOf(changed.Version);
        return versions.Take(at + VersionsEachSide + 1).Skip(Math.Max(0, at - VersionsEachSide)).Reverse();
    }
}
