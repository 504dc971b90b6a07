using System.Text;
using AuditDashboard.Shared.Text;

namespace AuditDashboard.Exports;

/// <summary>Names the file of an export. Only ASCII letters, digits, points, hyphens and underscores reach it, whatever a cluster is called.</summary>
internal static class ExportFileName
{
    private const int LongestCluster = 60;

    /// <summary><c>audit-changes-prod-20261122T140600Z-20261123T140600Z.csv</c>.</summary>
    public static string Of(ExportList list, ExportFormat format)
    {
        var name = new StringBuilder("audit-").Append(list.Key);
        if (list.Cluster is { } cluster)
        {
            name.Append('-');
            foreach (var character in cluster.Take(LongestCluster))
            {
                name.Append(char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '_');
            }
        }

        name.Append(list.Filter.OnlyUndated ? "-undated" : $"-{Stamp(list.Window.From)}-{Stamp(list.Window.To)}");
        return name.Append(format == ExportFormat.About ? "-about.json" : "." + format.Key).ToString();
    }

    private static string Stamp(DateTimeOffset instant) => UtcText.Format(instant, "yyyyMMdd'T'HHmmss'Z'");
}
