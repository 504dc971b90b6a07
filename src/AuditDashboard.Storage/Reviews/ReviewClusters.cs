using System.Text.Json;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Reviews;

/// <summary>Keeps which clusters a review is about, for <see cref="ScopedViews"/>.</summary>
internal static class ReviewClusters
{
    /// <summary>Takes the clusters of more changes in, within the transaction that adds them; a review about all stays so.</summary>
    public static void Widen(SqliteConnection connection, long review, IReadOnlyList<ReviewEvent> events)
    {
        using var find = new PreparedStatement(connection, "SELECT clusters FROM main.review WHERE id = @0", 1);
        string? before;
        using (var rows = find.Read(review))
        {
            before = rows.Read() && !rows.IsDBNull(0) ? rows.GetString(0) : null;
        }

        if (before is null)
        {
            return;
        }

        var added = events.Select(e => Of(e.Header)).Distinct(StringComparer.Ordinal).ToList();
        var after = added.Contains(null) ? null : ClusterScope.Of(ClusterScope.FromText(before).Names.Concat(added.OfType<string>())).ToText();
        using var update = new PreparedStatement(connection, "UPDATE main.review SET clusters = @0 WHERE id = @1", 2);
        update.Execute(after, review);
    }

    // What does not say whose it is counts as of all: then only those see it who may see all.
    private static string? Of(ReadOnlyMemory<byte> header)
    {
        try
        {
            using var document = JsonDocument.Parse(header);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("cluster", out var cluster) && cluster.ValueKind == JsonValueKind.String
                ? cluster.GetString()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
