using Microsoft.JSInterop;

namespace AuditDashboard.Shell;

/// <summary>Saves files of the dashboard through the reader's browser, and says how far that is and how it ended. Scoped: one per browser window.</summary>
public sealed class BrowserDownload(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    /// <summary>Saves a file.</summary>
    /// <param name="path">Where it is got: a path of ours.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="progress">Told from time to time how much of it is there.</param>
    /// <param name="cancellationToken">Ends the download in the browser too.</param>
    /// <returns>Null once the browser has the whole file; else why it has not, as a sentence.</returns>
    public async Task<string?> SaveAsync(string path, string name, IProgress<DownloadProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            var module = await (_module ??= js.InvokeAsync<IJSObjectReference>("import", "./js/download.js").AsTask());
            using var listener = DotNetObjectReference.Create(new Listener(progress));
            await using var download = await module.InvokeAsync<IJSObjectReference>("prepare", cancellationToken, path, name, listener);
            return await RunAsync(download, cancellationToken);
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException)
        {
            _module = _module is { IsCompletedSuccessfully: true } ? _module : null; // the next press asks for it again
            return "The browser did not take the file.";
        }
    }

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

    private static async Task<string?> RunAsync(IJSObjectReference download, CancellationToken cancellationToken)
    {
        try
        {
            var ended = await download.InvokeAsync<DownloadEnd>("run", cancellationToken); // with a token of its own it may take longer than other calls
            return ended.IsSaved ? null : ended.Reason ?? "The download broke off.";
        }
        catch (OperationCanceledException)
        {
            await download.InvokeVoidAsync("cancel", CancellationToken.None);
            throw;
        }
    }

    /// <summary>Hears what the browser tells.</summary>
    private sealed class Listener(IProgress<DownloadProgress> progress)
    {
        [JSInvokable]
        public void OnReceived(long bytes, long of) => progress.Report(new DownloadProgress(bytes, of));
    }
}

/// <summary>How a download ended.</summary>
/// <param name="IsSaved">True if the browser has the whole file.</param>
/// <param name="Reason">Why the dashboard did not give it, as a sentence; null for another reason.</param>
internal sealed record DownloadEnd(bool IsSaved, string? Reason);

/// <summary>How far a download is.</summary>
/// <param name="Bytes">Bytes that are there.</param>
/// <param name="Of">Bytes of the whole file; 0 if that is not known.</param>
public sealed record DownloadProgress(long Bytes, long Of);
