using AuditDashboard.Reviews;

namespace AuditDashboard.Packets;

/// <summary>The files of a packet.</summary>
internal static class PacketNames
{
    /// <summary>The page for people.</summary>
    public const string Page = "index.html";

    /// <summary>The review: <see cref="ReviewDocument"/>.</summary>
    public const string Review = "review.json";

    /// <summary>Signature over the review from when it was closed; open reviews have none.</summary>
    public const string ReviewSignature = "review.sig";

    /// <summary>The snapshot: the very bytes that were signed when it was made.</summary>
    public const string Snapshot = "snapshot.json";

    /// <summary>Signature over it from then.</summary>
    public const string SnapshotSignature = "snapshot.sig";

    /// <summary>The stored, redacted records, one after the other, a line feed behind each.</summary>
    public const string Events = "events.ndjson";

    /// <summary>Where each record lies in it.</summary>
    public const string EventIndex = "events-index.json";

    /// <summary>The events of a snapshot as its list shows them, one a line, with where the record of each lies.</summary>
    public const string EventLines = "events-index.ndjson";

    /// <summary>What of the window was collected.</summary>
    public const string Coverage = "coverage.json";

    /// <summary>Texts of the queries.</summary>
    public const string Queries = "queries.json";

    /// <summary>The public key.</summary>
    public const string Key = "public-key.pem";

    /// <summary>Length and hash of every other file.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>Signature over the manifest: 64 bytes, r and s.</summary>
    public const string Signature = "manifest.sig";

    /// <summary>The files of a snapshot's packet in their order.</summary>
    public static IReadOnlyList<string> OfSnapshot { get; } = [Page, Snapshot, SnapshotSignature, Events, EventLines, Key, Manifest, Signature];

    /// <summary>The files of a review's packet in their order.</summary>
    public static IReadOnlyList<string> Of(bool isClosed) =>
        [Page, Review, .. isClosed ? (string[])[ReviewSignature] : [], Events, EventIndex, Coverage, Queries, Key, Manifest, Signature];
}
