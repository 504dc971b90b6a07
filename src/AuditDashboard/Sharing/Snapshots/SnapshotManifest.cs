using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>What a snapshot says of itself. Its JSON bytes are stored, hashed and signed as they are; they are never written anew.</summary>
public sealed record SnapshotManifest
{
    /// <summary>The <see cref="Format"/> of new snapshots.</summary>
    public const string FormatOfToday = "auditdashboard-snapshot-2";

    /// <summary>The first one: it seals the packed parts alone, so that a packet, which has them unpacked, cannot be held against it.</summary>
    public const string FirstFormat = "auditdashboard-snapshot-1";

    /// <summary>How to read this.</summary>
    public required string Format { get; init; }

    /// <summary>What stands in its address.</summary>
    public required string Code { get; init; }

    /// <summary>Its place in the installation's chain, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>SHA-256 of the manifest before, hex; null for the first.</summary>
    public required string? Previous { get; init; }

    /// <summary>SHA-256 of the public key that signs it, hex.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it; data, never markup.</summary>
    public required string Title { get; init; }

    /// <summary>What it is about; may be empty.</summary>
    public required string Note { get; init; }

    /// <summary>Who made it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>When the events were chosen.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When it closes; null for never.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The view: its path with its query.</summary>
    public required string Page { get; init; }

    /// <summary>The cluster; null for all.</summary>
    public required string? Cluster { get; init; }

    /// <summary>First instant of the window; null for events without any time.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>First instant after the window; null for events without any time.</summary>
    public required DateTimeOffset? To { get; init; }

    /// <summary>What the view is about, in words.</summary>
    public required string Contents { get; init; }

    /// <summary>What narrowed it.</summary>
    public required IReadOnlyList<SnapshotFilter> Filters { get; init; }

    /// <summary>The text searched for; null for none.</summary>
    public required string? Search { get; init; }

    /// <summary>The canned queries by which the events were collected.</summary>
    public required IReadOnlyList<SnapshotQuery> Queries { get; init; }

    /// <summary>What of the window was collected at that moment.</summary>
    public required IReadOnlyList<SnapshotCoverage> Coverage { get; init; }

    /// <summary>Events.</summary>
    public required long Events { get; init; }

    /// <summary>Requests: distinct audit IDs of a cluster; events without one count each.</summary>
    public required long Requests { get; init; }

    /// <summary>Events over time; null for events without any.</summary>
    public required SnapshotBins? Bins { get; init; }

    /// <summary>The parts that hold the events, in order.</summary>
    public required IReadOnlyList<SnapshotPartEntry> Parts { get; init; }

    /// <summary>The bytes that are signed and stored.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, SnapshotJson.Default.SnapshotManifest);

    /// <summary>True if it seals what its parts come to in a packet, and not only the parts as they are stored.</summary>
    [JsonIgnore]
    public bool SealsPackets => Format != FirstFormat;

    /// <summary>Reads stored bytes; false for any that are no manifest.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SnapshotManifest? manifest)
    {
        try
        {
            manifest = JsonSerializer.Deserialize(bytes, SnapshotJson.Default.SnapshotManifest);
            return manifest is { Format: FormatOfToday or FirstFormat } read
                && read.Parts.All(part => part is not null && (!read.SealsPackets || part is { Records: not null, Lines: not null }));
        }
        catch (JsonException)
        {
            manifest = null;
            return false;
        }
    }

    /// <summary>SHA-256 of stored bytes, hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>A property that must, or must not, have one of these values.</summary>
public sealed record SnapshotFilter(string Property, bool Excluded, IReadOnlyList<string> Values);

/// <summary>A canned query with its text.</summary>
public sealed record SnapshotQuery(string Id, string Title, string Text, string SelectionHash);

/// <summary>A stretch of the window in one state of collection.</summary>
public sealed record SnapshotCoverage(string Cluster, DateTimeOffset From, DateTimeOffset To, string State, string? Reason);

/// <summary>Events in bins of equal width.</summary>
/// <param name="Start">Start of the first bin.</param>
/// <param name="WidthMinutes">Width of a bin, in minutes.</param>
/// <param name="Counts">One count a bin, oldest first.</param>
public sealed record SnapshotBins(DateTimeOffset Start, int WidthMinutes, IReadOnlyList<int> Counts);

/// <summary>A part of the events.</summary>
/// <param name="Events">How many events it holds.</param>
/// <param name="Length">Bytes when unpacked.</param>
/// <param name="Sha256">SHA-256 of the packed bytes as they are stored, hex.</param>
/// <param name="Records">Its records as they stand in a packet; null in a snapshot of the first format.</param>
/// <param name="Lines">What a packet says of its events, as it stands there; null in a snapshot of the first format.</param>
public sealed record SnapshotPartEntry(
    int Events,
    int Length,
    string Sha256,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SnapshotStretch? Records = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SnapshotStretch? Lines = null);

/// <summary>A stretch of a packet's file. That of a part begins where that of the part before ends.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Sha256">SHA-256 of them, hex.</param>
public sealed record SnapshotStretch(long Length, string Sha256);

/// <summary>An event as a snapshot shows it; its record stands beside it.</summary>
public sealed record SnapshotEvent
{
    public required string Id { get; init; }

    public required string Cluster { get; init; }

    public DateTimeOffset? Time { get; init; }

    public string? Kind { get; init; }

    public string? Verb { get; init; }

    public string? User { get; init; }

    public string? ImpersonatedUser { get; init; }

    public string? ApiGroup { get; init; }

    public string? Resource { get; init; }

    public string? Subresource { get; init; }

    public string? Namespace { get; init; }

    public string? Name { get; init; }

    public int? Code { get; init; }

    public string? Decision { get; init; }

    public string? SourceIp { get; init; }

    public string? UserAgent { get; init; }

    public string? RequestUri { get; init; }

    public string? AuditId { get; init; }

    public string? Stage { get; init; }

    public IReadOnlyList<string> Queries { get; init; } = [];

    public DateTimeOffset FirstSeenAt { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SnapshotManifest))]
[JsonSerializable(typeof(SnapshotEvent))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
