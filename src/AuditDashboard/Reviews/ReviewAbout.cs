using System.Text.Json;
using AuditDashboard.Sharing.Snapshots;

namespace AuditDashboard.Reviews;

/// <summary>What a review is about, as it was when it was opened. Its JSON is stored and never changed.</summary>
public sealed record ReviewAbout
{
    /// <summary>The view whose list it began with: its path with its query; null where its changes were chosen one by one.</summary>
    public required string? Page { get; init; }

    /// <summary>The cluster; null for all.</summary>
    public required string? Cluster { get; init; }

    /// <summary>First instant of the window; null without one.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>First instant after the window; null without one.</summary>
    public required DateTimeOffset? To { get; init; }

    /// <summary>What the view is about, in words.</summary>
    public required string Contents { get; init; }

    /// <summary>What narrowed it.</summary>
    public required IReadOnlyList<SnapshotFilter> Filters { get; init; }

    /// <summary>The text searched for; null for none.</summary>
    public required string? Search { get; init; }

    /// <summary>The canned queries by which changes are collected.</summary>
    public required IReadOnlyList<SnapshotQuery> Queries { get; init; }

    /// <summary>What of the window was collected when the review was opened.</summary>
    public required IReadOnlyList<SnapshotCoverage> Coverage { get; init; }

    /// <summary>The bytes that are stored.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ReviewJson.Default.ReviewAbout);

    /// <summary>Reads stored bytes.</summary>
    /// <exception cref="JsonException">They are none.</exception>
    public static ReviewAbout Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, ReviewJson.Default.ReviewAbout) ?? throw new JsonException("What the review is about is missing.");
}
