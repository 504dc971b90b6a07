using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Histories;

/// <summary>Reads stored listings.</summary>
internal static class ListingRows
{
    /// <summary>The listings of a cluster, oldest first.</summary>
    public static IReadOnlyList<StoredListing> Of(SqliteConnection connection, string cluster)
    {
        if (ClusterRows.Find(connection, cluster) is not { } clusterId)
        {
            return [];
        }

        using var select = new PreparedStatement(connection, "SELECT id, time, source, objects, kinds FROM listing WHERE cluster_id = @0 ORDER BY time, id", 1);
        using var reader = select.Read(clusterId);
        var listings = new List<StoredListing>();
        while (reader.Read())
        {
            var bits = reader.GetInt32(4);
            listings.Add(new StoredListing(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt32(3),
                TrackedKinds.All.Where(kind => (bits & Bit(kind)) != 0).ToHashSet()));
        }

        return listings;
    }

    /// <summary>The objects that listings hold, each once.</summary>
    public static HashSet<ObjectKey> Keys(SqliteConnection connection, IReadOnlyList<StoredListing> listings)
    {
        var keys = new HashSet<ObjectKey>();
        using var select = new PreparedStatement(connection, "SELECT kind, namespace, name FROM listing_object WHERE listing_id = @0", 1);
        foreach (var listing in listings)
        {
            using var reader = select.Read(listing.Id);
            while (reader.Read())
            {
                keys.Add(new ObjectKey((TrackedKind)reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
            }
        }

        return keys;
    }

    /// <summary>What listings tell of one object: each with that object alone, or with none where it was not there.</summary>
    public static IReadOnlyList<ClusterListing> Of(SqliteConnection connection, IReadOnlyList<StoredListing> listings, ObjectKey key)
    {
        if (listings.Count == 0)
        {
            return [];
        }

        using var select = new PreparedStatement(
            connection, "SELECT encoding, length, content FROM listing_object WHERE listing_id = @0 AND kind = @1 AND namespace = @2 AND name = @3", 4);
        var found = new List<ClusterListing>(listings.Count);
        foreach (var listing in listings)
        {
            using var reader = select.Read(listing.Id, (int)key.Kind, key.Namespace, key.Name);
            var content = reader.Read()
                ? ManifestValue.Parse(BodyCodec.Unpack((BodyEncoding)reader.GetInt32(0), reader.GetInt32(1), reader.GetFieldValue<byte[]>(2))) as ManifestObject
                : null;
            found.Add(new ClusterListing
            {
                TimeMicros = listing.TimeMicros,
                Objects = content is null ? [] : [new(NamedBy(content, key), content)],
                CompleteKinds = listing.CompleteKinds,
            });
        }

        return found;
    }

    /// <summary>The key as the body says it: a stored name lacks what text in a database cannot hold, and writes of the object are followed under the name of their bodies.</summary>
    private static ObjectKey NamedBy(ManifestObject content, ObjectKey stored) =>
        stored.Kind == TrackedKind.AwsAuth || content.ObjectAt("metadata") is not { } metadata ? stored
            : stored with { Namespace = metadata.TextAt("namespace") is { } space && stored.Namespace.Length > 0 ? space : stored.Namespace, Name = metadata.TextAt("name") ?? stored.Name };

    /// <summary>The bit of a kind. Stored, so the order of the kinds must stay.</summary>
    public static int Bit(TrackedKind kind) => 1 << (int)kind;
}
