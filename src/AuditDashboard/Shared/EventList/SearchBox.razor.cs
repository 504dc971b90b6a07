using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>The field for free text. Searches on Enter, or when the field is left.</summary>
public sealed partial class SearchBox
{
    /// <summary>The text in force; null for none.</summary>
    [Parameter, EditorRequired]
    public string? Text { get; set; }

    /// <summary>What can be searched, in words.</summary>
    [Parameter, EditorRequired]
    public required string Hint { get; set; }

    /// <summary>Another text was entered; blank means none.</summary>
    [Parameter]
    public EventCallback<string?> OnSearch { get; set; }
}
