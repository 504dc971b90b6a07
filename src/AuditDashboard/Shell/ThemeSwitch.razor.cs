using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AuditDashboard.Shell;

/// <summary>Light, dark, or as the system has it; remembered by the browser.</summary>
public sealed partial class ThemeSwitch : IAsyncDisposable
{
    private static readonly (string Choice, string Label)[] Choices = [("light", "Light"), ("dark", "Dark"), ("system", "System")];

    private DotNetObjectReference<ThemeSwitch>? _self;
    private IJSObjectReference? _watch;
    private string _choice = "system";

    /// <summary>Told whether the page is dark, at first and upon each change.</summary>
    [Parameter]
    public EventCallback<bool> OnChanged { get; set; }

    [Inject]
    private BrowserShell Browser { get; set; } = null!; // set by the framework before any method runs

    /// <summary>Called by js/shell.js when the theme changes, also by another tab or the system.</summary>
    [JSInvokable]
    public Task OnTheme(string choice, bool isDark)
    {
        _choice = Choices.Any(c => c.Choice == choice) ? choice : "system";
        StateHasChanged();
        return OnChanged.InvokeAsync(isDark);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_watch is not null)
            {
                await _watch.InvokeVoidAsync("dispose");
                await _watch.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser went first.
        }

        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _watch = await (await Browser.ModuleAsync()).InvokeAsync<IJSObjectReference>("watchTheme", _self);
        }
    }

    private async Task ChooseAsync(string choice) => await (await Browser.ModuleAsync()).InvokeVoidAsync("setTheme", choice);
}
