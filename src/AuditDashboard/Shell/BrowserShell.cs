using Microsoft.JSInterop;

namespace AuditDashboard.Shell;

/// <summary>What the browser does for the shell: theme, clipboard, keys. Scoped: one per browser window.</summary>
public sealed class BrowserShell(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    /// <summary>Copies a text; false if the browser refused or is gone.</summary>
    public async Task<bool> CopyAsync(string text)
    {
        try
        {
            return await (await ModuleAsync()).InvokeAsync<bool>("copy", text);
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Minutes that the reader's zone is ahead of UTC at an instant; null if the browser does not say.</summary>
    public async Task<int?> GetUtcOffsetMinutesAsync(DateTimeOffset at)
    {
        try
        {
            return await (await ModuleAsync()).InvokeAsync<int?>("utcOffsetMinutes", at.ToUnixTimeMilliseconds());
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The module <c>js/shell.js</c>, loaded once.</summary>
    public Task<IJSObjectReference> ModuleAsync() => _module ??= js.InvokeAsync<IJSObjectReference>("import", "./js/shell.js").AsTask();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_module is { IsCompletedSuccessfully: true })
        {
            try
            {
                await (await _module).DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser went first; it has dropped the module with the page.
            }
        }
    }
}
