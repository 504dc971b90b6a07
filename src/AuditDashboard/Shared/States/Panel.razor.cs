using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace AuditDashboard.Shared.States;

/// <summary>A part of a page that may fail alone: the others stay.</summary>
public sealed partial class Panel
{
    private ErrorBoundary? _boundary;
    private Exception? _reported;

    /// <summary>What the part is called: "The chart".</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>The part.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    [Inject]
    private ILogger<Panel> Logger { get; set; } = null!; // set by the framework before any method runs

    private void Report(Exception exception)
    {
        if (!ReferenceEquals(_reported, exception))
        {
            _reported = exception;
            SharedLog.PanelFailed(Logger, exception);
        }
    }

    private void Recover() => _boundary?.Recover();
}
