using AuditDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>Where in the list the page is, and the way to older and newer events.</summary>
public sealed partial class Pager
{
    /// <summary>The answer shown.</summary>
    [Parameter, EditorRequired]
    public required EventListData Data { get; set; }

    /// <summary>The state that the links start from.</summary>
    [Parameter, EditorRequired]
    public required EventListState State { get; set; }

    /// <summary>The URL of a state.</summary>
    [Parameter, EditorRequired]
    public required Func<EventListState, string> UrlFor { get; set; }

    /// <summary>"101–200 of 1 234".</summary>
    private string Position =>
        $"{Numbers.Count(Data.FirstPosition)}–{Numbers.Count(Data.FirstPosition + Data.Page.Rows.Count - 1)} of {Numbers.Count(Data.Count.Events)}";
}
