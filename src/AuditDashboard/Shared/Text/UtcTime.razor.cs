using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.Text;

/// <summary>An instant in UTC, with the whole of it in the title and for machines.</summary>
public sealed partial class UtcTime
{
    /// <summary>The instant; null for none.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset? Value { get; set; }

    /// <summary>A custom format such as <c>HH:mm:ss</c> where the place says UTC itself; null for <c>23 Nov 2026 13:41:52.418 UTC</c>.</summary>
    [Parameter]
    public string? Format { get; set; }

    /// <summary>Shown for null. Default "undated".</summary>
    [Parameter]
    public string Absent { get; set; } = "undated";
}
