using System.Globalization;

namespace AuditDashboard.Benchmarks.Storage;

/// <summary>Options of the command line.</summary>
/// <param name="Events">Events of the database that is read.</param>
/// <param name="PeerEvents">Events that are written side by side with EF Core; 0 leaves that out.</param>
/// <param name="Runs">Warm runs of each reading, at least 50 for figures that are quoted.</param>
/// <param name="Database">A file to keep and use again; null for one that is removed.</param>
/// <param name="Only">Readings whose names hold this text; empty for all.</param>
internal sealed record BenchmarkOptions(int Events, int PeerEvents, int Runs, string? Database, string Only)
{
    public const string Usage = "storage [--events N] [--peer-events N, 0 for none] [--runs N] [--database FILE, kept and used again] [--only TEXT]";

    /// <summary>Reads them.</summary>
    public static bool TryParse(string[] args, out BenchmarkOptions options)
    {
        options = new BenchmarkOptions(1_000_000, 50_000, 60, null, string.Empty);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : string.Empty;
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (args[i])
            {
                case "--events" when isNumber && number > 0:
                    options = options with { Events = number };
                    break;
                case "--peer-events" when isNumber:
                    options = options with { PeerEvents = number };
                    break;
                case "--runs" when isNumber && number > 0:
                    options = options with { Runs = number };
                    break;
                case "--database" when value.Length > 0:
                    options = options with { Database = Path.GetFullPath(value) };
                    break;
                case "--only" when value.Length > 0:
                    options = options with { Only = value };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
