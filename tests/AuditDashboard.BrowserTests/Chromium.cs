namespace AuditDashboard.BrowserTests;

/// <summary>Finds the browser of this machine.</summary>
internal static class Chromium
{
    private static readonly string[] KnownPaths =
    [
        "/usr/bin/chromium-headless-shell",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    /// <summary>Without the background switches, Chromium tries to reach hosts outside.</summary>
    public static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>Path of the browser, or null where there is none.</summary>
    public static string? Path =>
        Environment.GetEnvironmentVariable("AUDIT_CHROMIUM") is { Length: > 0 } named
            ? named
            : KnownPaths.FirstOrDefault(File.Exists);

    /// <summary>Where the browser is absent these tests skip, unless this machine promised to have one.</summary>
    public static bool IsRequired => Environment.GetEnvironmentVariable("AUDIT_REQUIRE_BROWSER") == "1";
}
