using System.Text;

namespace AuditDashboard.Kubernetes.Tests;

/// <summary>Audit events published by others, kept beside the repository; tests that need them skip where they are absent.</summary>
internal static class RealData
{
    public const string Absent = "no real audit events at ../shared/data/real; set AUDIT_REAL_DATA to their folder";

    public static string? Folder { get; } = Find();

    public static IEnumerable<(string File, byte[] Line)> Lines(Func<string, bool> isWanted) =>
        from file in Directory.EnumerateFiles(Folder!, "*.ndjson").Order(StringComparer.Ordinal)
        let name = Path.GetFileName(file)
        where isWanted(name)
        from line in File.ReadAllLines(file)
        where line.Length > 0
        select (name, Encoding.UTF8.GetBytes(line));

    public static bool IsKubernetes(string file) => !file.StartsWith("cloudtrail", StringComparison.Ordinal) && !file.Contains("wrapped", StringComparison.Ordinal);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("AUDIT_REAL_DATA") is { Length: > 0 } set)
        {
            return Directory.Exists(set) ? set : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AuditDashboard.sln")))
            {
                // A work tree may lie one level deeper than the repository itself.
                return new[] { "../shared/data/real", "../../shared/data/real" }
                    .Select(path => Path.GetFullPath(Path.Combine(folder.FullName, path)))
                    .FirstOrDefault(Directory.Exists);
            }
        }

        return null;
    }
}
