using System.Buffers;

namespace AuditDashboard.Harvest.Sources.Files;

/// <summary>Tells which live file a rotated one was: <c>audit.log.1</c>, <c>audit.log.2.gz</c> and <c>audit-2026-01-02T03-04-05.678.log</c> were <c>audit.log</c>.</summary>
internal static class RotationName
{
    private static readonly SearchValues<char> Stamp = SearchValues.Create("0123456789T-.");

    /// <summary>The path without what rotation adds to it; the path itself for a live file.</summary>
    public static string LivePath(string path)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        var name = Path.GetFileName(path);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            name = name[..^3];
        }

        var end = name.AsSpan().LastIndexOfAnyExceptInRange('0', '9');
        if (end > 0 && end < name.Length - 1 && name[end] == '.')
        {
            name = name[..end];
        }

        var extension = Path.GetExtension(name);
        var stem = name[..^extension.Length];
        var last = stem.AsSpan().LastIndexOfAnyExcept(Stamp);
        var dash = last < 0 ? -1 : stem.IndexOf('-', last + 1);
        if (dash == last + 1 && dash > 0 && stem.Length - dash >= 9)
        {
            name = stem[..dash] + extension;
        }

        return Path.Combine(folder, name);
    }
}
