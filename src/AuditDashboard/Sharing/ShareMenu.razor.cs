using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Sharing;

/// <summary>The button of every view that offers links to it.</summary>
public sealed partial class ShareMenu
{
    private ElementReference _button;
    private bool _isOpen;
    private string _fixed = "";
    private string? _moving;

    /// <summary>The view's title.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Path of the view over a fixed window.</summary>
    [Parameter, EditorRequired]
    public required string Fixed { get; set; }

    /// <summary>Path of the view over a range that ends whenever it is opened; null where it has none.</summary>
    [Parameter, EditorRequired]
    public required string? Moving { get; set; }

    /// <summary>The cluster of what has no cluster in its path: a review, a snapshot. Null for all.</summary>
    [Parameter]
    public string? Cluster { get; set; }

    // What is shared is what was on screen when the button was pressed, also where a live page goes on behind the box.
    private void Toggle() => (_isOpen, _fixed, _moving) = (!_isOpen, Fixed, Moving);

    private async Task CloseAsync()
    {
        _isOpen = false;
        await _button.FocusAsync();
    }
}
