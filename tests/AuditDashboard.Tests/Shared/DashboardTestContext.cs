using AuditDashboard.Shell;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace AuditDashboard.Tests.Shared;

/// <summary>Renders components as the circuit does: interactive, with the shell's services, a clock that stands still, and JavaScript that answers nothing.</summary>
public abstract class DashboardTestContext : BunitContext, IAsyncLifetime
{
    protected DashboardTestContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 14, 6, 0, TimeSpan.Zero));
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddScoped<BrowserShell>();
    }

    /// <summary>23 Nov 2026 14:06:00 UTC.</summary>
    protected FakeTimeProvider Clock { get; }

    // MudBlazor's services can be disposed asynchronously only, which xUnit does for IAsyncLifetime. The renderer comes last, after the
    // services that a test's constructor adds.
    public ValueTask InitializeAsync()
    {
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        return ValueTask.CompletedTask;
    }
}
