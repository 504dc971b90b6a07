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

    /// <summary>The stored, redacted records, one after the other, a line feed behind each.</summary>
    public const string Events = "events.ndjson";

    /// <summary>Where each record lies in it.</summary>
    public const string EventIndex = "events-index.json";

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

    /// <summary>The files in their order.</summary>
    public static IReadOnlyList<string> Of(bool isClosed) =>
        [Page, Review, .. isClosed ? (string[])[ReviewSignature] : [], Events, EventIndex, Coverage, Queries, Key, Manifest, Signature];
}
