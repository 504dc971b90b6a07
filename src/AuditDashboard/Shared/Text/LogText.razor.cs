using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.Text;

/// <summary>Shows text from a log verbatim and safely: what cannot be seen becomes a mark, and its direction cannot reach beyond it.</summary>
public sealed partial class LogText
{
    /// <summary>The text; null for absent.</summary>
    [Parameter, EditorRequired]
    public string? Value { get; set; }

    /// <summary>Most characters shown; the rest is cut with an ellipsis and stands in the title. Default 4,000.</summary>
    [Parameter]
    public int Max { get; set; } = 4000;

    /// <summary>Shown for null. Default "not in the log".</summary>
    [Parameter]
    public string Absent { get; set; } = "not in the log";

    /// <summary>Shown for the empty text. Default "(empty)".</summary>
    [Parameter]
    public string Empty { get; set; } = "(empty)";
}
