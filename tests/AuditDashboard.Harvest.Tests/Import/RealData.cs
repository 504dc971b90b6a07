namespace AuditDashboard.Harvest.Tests.Import;

/// <summary>The folder of real audit events that the project does not carry; tests that need it are skipped where it is absent.</summary>
internal static class RealData
{
    public static string? Folder { get; } = Find();

    public static void SkipUnlessPresent() =>
        Assert.SkipUnless(Folder is not null, "The folder of real audit events is absent; set AUDIT_REAL_DATA to it.");

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("AUDIT_REAL_DATA") is { Length: > 0 } set)
        {
            return Directory.Exists(set) ? set : null;
        }

        var top = new DirectoryInfo(AppContext.BaseDirectory);
        while (top is not null && !File.Exists(Path.Combine(top.FullName, "AuditDashboard.sln")))
        {
            top = top.Parent;
        }

        var folder = top is null ? null : Path.GetFullPath(Path.Combine(top.FullName, "..", "shared", "data", "real"));
        return Directory.Exists(folder) ? folder : null;
    }
}
