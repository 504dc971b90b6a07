using AuditDashboard.Collection;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>Says how many records in quarantine may be events of a page, with the way to them.</summary>
public sealed partial class UnreadableLine
{
    /// <summary>How many.</summary>
    [Parameter, EditorRequired]
    public required long Count { get; set; }

    /// <summary>The page's scope.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>Ids of the canned queries that the page is about.</summary>
    [Parameter, EditorRequired]
    public required IEnumerable<string> Queries { get; set; }

    private string Url => DashboardUrls.Collection(Scope, Queries.ToList() is [var only] ? new CollectionState { MayMatch = only }.ToPairs() : []);
}
