using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>How a request ended, in a list: a word and, where it was turned away, a sign.</summary>
public sealed partial class OutcomeText
{
    /// <summary>The answer's code; null if the record holds none.</summary>
    [Parameter, EditorRequired]
    public int? Code { get; set; }

    /// <summary>True shows the code too.</summary>
    [Parameter]
    public bool HasCode { get; set; }
}
