using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Sharing;

/// <summary>The button of every view that offers links to it.</summary>
public sealed partial class ShareMenu
{
    private ElementReference _button;
    private SharedView? _shown;

    /// <summary>The view as it is now.</summary>
    [Parameter, EditorRequired]
    public required SharedView View { get; set; }

    // What is shared is what was on screen when the button was pressed, also where a live page goes on behind the box.
    private void Toggle() => _shown = _shown is null ? View : null;

    private async Task CloseAsync()
    {
        _shown = null;
        await _button.FocusAsync();
    }
}
