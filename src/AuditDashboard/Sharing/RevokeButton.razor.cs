using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Sharing;

/// <summary>Revokes what is shared, once it was asked whether that is meant: nothing brings it back.</summary>
public sealed partial class RevokeButton
{
    private ElementReference _button;
    private bool _isAsked;
    private bool _takesFocus;

    /// <summary>What is revoked, for the name of the control; shown as it stands.</summary>
    [Parameter, EditorRequired]
    public string What { get; set; } = "";

    /// <summary>What is asked.</summary>
    [Parameter]
    public string Question { get; set; } = "It opens for nobody any more.";

    /// <summary>Raised when it is meant.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnRevoke { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_takesFocus)
        {
            // The button that was pressed is gone; who uses the keyboard goes on at the one in its place.
            _takesFocus = false;
            await _button.FocusAsync();
        }
    }

    private void Ask() => (_isAsked, _takesFocus) = (true, true);

    private void Keep() => (_isAsked, _takesFocus) = (false, true);

    private async Task ConfirmAsync()
    {
        _isAsked = false;
        await OnRevoke.InvokeAsync();
    }
}
