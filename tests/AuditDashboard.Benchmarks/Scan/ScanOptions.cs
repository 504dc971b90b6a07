using System.Globalization;

namespace AuditDashboard.Benchmarks.Scan;

/// <summary>Options of the command line.</summary>
/// <param name="Bytes">Size of the corpus, about.</param>
/// <param name="Folder">Where the corpus and the published program are kept and used again.</param>
/// <param name="Program">The program to measure; null to publish it.</param>
/// <param name="Runs">Runs of each measurement, of which the median counts.</param>
internal sealed record ScanOptions(long Bytes, string Folder, string? Program, int Runs)
{
    public const string Usage = "scan [--size 50MB|1GB] [--folder FOLDER, kept and used again] [--program FILE, a published program] [--runs N]";

    /// <summary>Reads them.</summary>
    public static bool TryParse(string[] args, out ScanOptions options)
    {
        options = new ScanOptions(50_000_000, Path.Combine(Path.GetTempPath(), "audit-scan-benchmark"), null, 3);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : string.Empty;
            switch (args[i])
            {
                case "--size" when TryParseSize(value, out var bytes):
                    options = options with { Bytes = bytes };
                    break;
                case "--folder" when value.Length > 0:
                    options = options with { Folder = Path.GetFullPath(value) };
                    break;
                case "--program" when File.Exists(value):
                    options = options with { Program = Path.GetFullPath(value) };
                    break;
                case "--runs" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var runs) && runs > 0:
                    options = options with { Runs = runs };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool TryParseSize(string text, out long bytes)
    {
        var unit = text.EndsWith("GB", StringComparison.Ordinal) ? 1_000_000_000L : text.EndsWith("MB", StringComparison.Ordinal) ? 1_000_000L : 0;
        bytes = unit > 0 && int.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number * unit : 0;
        return bytes > 0;
    }
}
