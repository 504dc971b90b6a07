namespace AuditDashboard.BrowserTests;

/// <summary>Where this checkout lies and which configuration is under test.</summary>
internal static class Repository
{
    /// <summary>Folder that holds AuditDashboard.sln.</summary>
    public static string Top { get; } = FindTop();

    /// <summary>Debug or Release, the same as these tests were built with.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";

    /// <summary>The program under test. <c>AUDIT_PROGRAM</c> names a folder with it compiled ahead of time, as <c>.ci/run</c> makes one.</summary>
    public static string Program => Path.Combine(
        Environment.GetEnvironmentVariable("AUDIT_PROGRAM") is { Length: > 0 } given ? given : Path.Combine(Top, "src", "AuditDashboard", "bin", Configuration, "net10.0"), "AuditDashboard.dll");

    /// <summary>Real audit events, or null where this machine has none.</summary>
    public static string? RealData =>
        new[] { Environment.GetEnvironmentVariable("AUDIT_REAL_DATA"), Path.Combine(Top, "..", "shared", "data", "real") }
            .FirstOrDefault(p => p is not null && Directory.Exists(p));

    /// <summary>Where screenshots are left; git ignores it.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(Top, "screenshots")).FullName;

    private static string FindTop()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AuditDashboard.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("These tests run inside a checkout: AuditDashboard.sln was not found above them.");
    }
}
