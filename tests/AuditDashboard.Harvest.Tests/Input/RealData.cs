namespace AuditDashboard.Harvest.Tests.Input;

/// <summary>Real audit events, which are not part of the repository.</summary>
internal static class RealData
{
    /// <summary>The folder, or null where it is absent.</summary>
    public static string? Folder { get; } = Find();

    public static string Require()
    {
        Assert.SkipUnless(Folder is not null, "No real audit events here; set AUDIT_REAL_DATA to their folder.");
        return Folder!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("AUDIT_REAL_DATA") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AuditDashboard.sln")))
            {
                var data = Path.Combine(folder.FullName, "..", "shared", "data", "real");
                return Directory.Exists(data) ? Path.GetFullPath(data) : null;
            }
        }

        return null;
    }
}
