using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Exports;

/// <summary>A button, and behind it the forms in which something can be had as a file.</summary>
public sealed partial class ExportBox
{
    private ElementReference _button;
    private bool _isOpen;

    /// <summary>True while there is nothing to export.</summary>
    [Parameter]
    public bool IsDisabled { get; set; }

    /// <summary>What would be exported, in words.</summary>
    [Parameter, EditorRequired]
    public required string What { get; set; }

    /// <summary>What stands in the file beside it, in words.</summary>
    [Parameter, EditorRequired]
    public required string Inside { get; set; }

    /// <summary>By what tests find the button.</summary>
    [Parameter, EditorRequired]
    public required string TestId { get; set; }

    /// <summary>The forms, read while the box is open.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ExportChoice> Choices { get; set; }

    /// <summary>The box opens: <see cref="Choices"/> may be made then.</summary>
    [Parameter]
    public EventCallback OnOpen { get; set; }

    private async Task ToggleAsync()
    {
        if (!_isOpen)
        {
            await OnOpen.InvokeAsync();
        }

        _isOpen = !_isOpen;
    }

    private async Task CloseAsync()
    {
        _isOpen = false;
        await _button.FocusAsync();
    }
}
