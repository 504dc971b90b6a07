using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>Who did what to what, in one plain sentence.</summary>
public sealed partial class EventSentence
{
    /// <summary>The event.</summary>
    [Parameter, EditorRequired]
    public required StoredEvent Event { get; set; }
}
