using AuditDashboard.Shared.Text;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Events;

/// <summary>A short list of events that leads to each one's page.</summary>
public sealed partial class EventMiniList
{
    /// <summary>The events.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<EventRow> Rows { get; set; }

    /// <summary>Id of the event whose page this is.</summary>
    [Parameter, EditorRequired]
    public required string Current { get; set; }

    /// <summary>What is listed, for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>True shows the day too.</summary>
    [Parameter]
    public bool HasDate { get; set; }

    private string TimeOf(EventRow row) => row.Time is { } time ? UtcText.Format(time, HasDate ? "d MMM HH:mm:ss" : "HH:mm:ss") : "undated";

    private static string ObjectOf(EventRow row)
    {
        var resource = row.Subresource is null ? row.Resource : row.Resource + "/" + row.Subresource;
        return string.Join(' ', new[] { resource, row.Namespace is null ? row.Name : row.Namespace + "/" + row.Name }.Where(p => !string.IsNullOrEmpty(p)));
    }
}
