using AuditDashboard.Shell;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.Text;

/// <summary>Copies a text to the clipboard and says so.</summary>
public sealed partial class CopyButton
{
    private bool _isCopied;
    private bool _isRefused;

    /// <summary>What is copied.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>What the button says, such as "Copy link".</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>False shows the icon alone. Default true.</summary>
    [Parameter]
    public bool HasWords { get; set; } = true;

    /// <summary>True draws no border. Default false.</summary>
    [Parameter]
    public bool IsQuiet { get; set; }

    [Inject]
    private BrowserShell Browser { get; set; } = null!; // set by the framework before any method runs

    private async Task CopyAsync()
    {
        _isCopied = await Browser.CopyAsync(Text);
        _isRefused = !_isCopied;
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_text != Text)
        {
            (_text, _isCopied, _isRefused) = (Text, false, false);
        }
    }

    private string? _text;
}
