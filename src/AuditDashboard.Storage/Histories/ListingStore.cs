using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;

namespace AuditDashboard.Storage.Histories;

/// <summary>Listings of clusters' roles and bindings, from which what is known of access can start. Singleton: holds nothing itself.</summary>
public sealed class ListingStore(AuditDatabase database, TimeProvider clock)
{
    /// <summary>Longest name of a source that is kept, in UTF-16 code units.</summary>
    public const int MaxSource = 300;

    /// <summary>Stores a listing, as a whole or not at all.</summary>
    /// <param name="cluster">Name of the cluster; made if it is new.</param>
    /// <param name="redacted">The listing.</param>
    /// <param name="source">Name of the file that it came from; cut where it is longer than <see cref="MaxSource"/>.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>False where the same listing of the same time is stored already.</returns>
    public Task<bool> AddAsync(string cluster, RedactedListing redacted, string source, CancellationToken cancellationToken)
    {
        var listing = redacted.Listing;
        var rows = Rows(listing);
        var hash = Hash(rows);
        var kinds = listing.CompleteKinds.Aggregate(0, (bits, kind) => bits | ListingRows.Bit(kind));
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow());
        return database.WriteAsync(
            (connection, token) =>
            {
                var clusterId = ClusterRows.IdOf(connection, cluster, ClusterRows.ImportSource);
                using var insert = new PreparedStatement(
                    connection,
                    """
                    INSERT INTO listing (cluster_id, time, imported_at, source, content_hash, kinds, objects) VALUES (@0, @1, @2, @3, @4, @5, @6)
                    ON CONFLICT (cluster_id, time, content_hash) DO NOTHING RETURNING id
                    """,
                    7);
                if (insert.Number(clusterId, listing.TimeMicros, now, StorableText.Keep(source.Length > MaxSource ? source[..MaxSource] : source), hash, kinds, rows.Count) is not { } id)
                {
                    return false;
                }

                using var add = new PreparedStatement(
                    connection, "INSERT INTO listing_object (listing_id, kind, namespace, name, encoding, length, content) VALUES (@0, @1, @2, @3, @4, @5, @6)", 7);
                foreach (var (key, json) in rows)
                {
                    token.ThrowIfCancellationRequested();
                    var (encoding, content) = BodyCodec.Pack(json);
                    add.Execute(id, (int)key.Kind, key.Namespace, key.Name, (int)encoding, json.Length, content);
                }

                return true;
            },
            cancellationToken);
    }

    /// <summary>The listings of a cluster, oldest first.</summary>
    public Task<IReadOnlyList<StoredListing>> GetAsync(string cluster, CancellationToken cancellationToken) =>
        database.ReadAsync((connection, _) => ListingRows.Of(connection, cluster), cancellationToken);

    /// <summary>Each object once, in an order that does not depend on the file's.</summary>
    private static List<(ObjectKey Key, byte[] Json)> Rows(ClusterListing listing)
    {
        var byKey = new Dictionary<ObjectKey, ManifestObject>();
        foreach (var (key, content) in listing.Objects)
        {
            byKey[new ObjectKey(key.Kind, StorableText.Keep(key.Namespace), StorableText.Keep(key.Name))] = content;
        }

        return
        [
            .. byKey.OrderBy(entry => entry.Key.Kind).ThenBy(entry => entry.Key.Namespace, StringComparer.Ordinal).ThenBy(entry => entry.Key.Name, StringComparer.Ordinal)
                .Select(entry => (entry.Key, Encoding.UTF8.GetBytes(ManifestJson.Write(entry.Value)))),
        ];
    }

    private static string Hash(List<(ObjectKey Key, byte[] Json)> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, json) in rows)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)key.Kind}\n{key.Namespace}\n{key.Name}\n{json.Length}\n")));
            hash.AppendData(json);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
