using System.Text;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;

namespace AuditDashboard.Exports;

/// <summary>Names the file of an export. Only ASCII letters, digits, points, hyphens and underscores reach it, whatever a cluster is called.</summary>
internal static class ExportFileName
{
    private const int LongestCluster = 60;

    /// <summary><c>audit-changes-prod-20261122T140600Z-20261123T140600Z.csv</c>.</summary>
    public static string Of(ExportList list, ExportFormat format) =>
        Of(list.Key, list.Cluster, list.Filter.OnlyUndated ? "undated" : Stamp(list.Window), format);

    /// <summary>The same of a list whose rows are not events; one without a window bears the time of the export.</summary>
    public static string Of(string key, Table table, DateTimeOffset now, ExportFormat format) =>
        Of(key, table.Cluster, table.Window is { } window ? Stamp(window) : Stamp(now), format);

    private static string Of(string key, string? cluster, string time, ExportFormat format)
    {
        var name = new StringBuilder("audit-").Append(key);
        if (cluster is not null)
        {
            name.Append('-');
            foreach (var character in cluster.Take(LongestCluster))
            {
                name.Append(char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '_');
            }
        }

        return name.Append('-').Append(time).Append(format == ExportFormat.About ? "-about.json" : "." + format.Key).ToString();
    }

    private static string Stamp(TimeWindow window) => $"{Stamp(window.From)}-{Stamp(window.To)}";

    private static string Stamp(DateTimeOffset instant) => UtcText.Format(instant, "yyyyMMdd'T'HHmmss'Z'");
}
