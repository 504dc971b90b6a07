using AuditDashboard.Shell;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.Text;

/// <summary>Copies a text to the clipboard and says so.</summary>
public sealed partial class CopyButton : IDisposable
{
    private static readonly TimeSpan ShownFor = TimeSpan.FromSeconds(4);
    private readonly CancellationTokenSource _cancellation = new();
    private int _copies;
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

    [Inject]
    private TimeProvider Clock { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Cancel();
        _cancellation.Dispose();
    }

    private async Task CopyAsync()
    {
        var copy = ++_copies;
        _isCopied = await Browser.CopyAsync(Text);
        _isRefused = !_isCopied;
        StateHasChanged();
        try
        {
            // For a while and no longer: on a live page the text itself changes every few seconds.
            await Task.Delay(ShownFor, Clock, _cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (copy == _copies)
        {
            (_isCopied, _isRefused) = (false, false);
        }
    }
}
