using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(AuditDashboard.BrowserTests.BrowserFixture))]

namespace AuditDashboard.BrowserTests;

/// <summary>One browser and one dashboard on demo data for all tests.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private string? _folder;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private DashboardProcess? _dashboard;

    /// <summary>Where the demo dashboard listens.</summary>
    internal Uri Address => _dashboard!.Address; // set by InitializeAsync wherever a browser was found; tests skip before this otherwise

    /// <summary>Everything the demo dashboard printed.</summary>
    internal string Output => _dashboard!.Output; // as above

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Path is not { } path)
        {
            return;
        }

        _folder = Directory.CreateTempSubdirectory("audit-browser-").FullName;
        _dashboard = await DashboardProcess.StartAsync(_folder, new Dictionary<string, string>());
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Headless = true,
            Args = Chromium.Arguments,
        });
    }

    /// <summary>A fresh browser profile on the demo dashboard; skips the test where there is no browser.</summary>
    internal Task<BrowserSession> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900) =>
        OpenAsync(null, scheme, width, height);

    /// <summary>Skips the test where there is no browser, before it starts what it would look at.</summary>
    internal void Require()
    {
        if (_browser is null)
        {
            Assert.False(Chromium.IsRequired, "AUDIT_REQUIRE_BROWSER is 1 but no Chromium was found. Install chromium or set AUDIT_CHROMIUM.");
            Assert.Skip("No Chromium was found: install the package chromium, or set AUDIT_CHROMIUM to the browser's path.");
        }
    }

    /// <summary>A fresh browser profile on another dashboard; skips the test where there is no browser.</summary>
    internal async Task<BrowserSession> OpenAsync(Uri? address, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900)
    {
        Require();
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            BaseURL = (address ?? Address).ToString(),
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
        });
        context.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        return await BrowserSession.StartAsync(context, address ?? Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_dashboard is not null)
        {
            await _dashboard.DisposeAsync();
        }

        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
