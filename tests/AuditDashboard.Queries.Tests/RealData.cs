using System.Text;

namespace AuditDashboard.Queries.Tests;

/// <summary>Real audit events, which are kept outside the repository.</summary>
internal static class RealData
{
    public const string Absent = "no real audit events found; set AUDIT_REAL_DATA to the folder that holds them";

    public static string? Folder()
    {
        var configured = Environment.GetEnvironmentVariable("AUDIT_REAL_DATA");
        if (!string.IsNullOrEmpty(configured))
        {
            return Directory.Exists(configured) ? configured : null;
        }

        var top = new DirectoryInfo(AppContext.BaseDirectory);
        while (top is not null && !File.Exists(Path.Combine(top.FullName, "AuditDashboard.sln")))
        {
            top = top.Parent;
        }

        foreach (var candidate in new[] { "../shared/data/real", "../../shared/data/real" })
        {
            var folder = top is null ? null : Path.Combine(top.FullName, candidate);
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        return null;
    }

    public static IEnumerable<byte[]> Lines(string folder) =>
        Directory.EnumerateFiles(folder, "*.ndjson").Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadLines(file, Encoding.UTF8))
            .Select(Encoding.UTF8.GetBytes);
}
