using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AuditDashboard.Sharing.Snapshots;

namespace AuditDashboard.Packets;

/// <summary>What a packet says of itself. Its bytes are signed.</summary>
public sealed record PacketManifest
{
    /// <summary>The <see cref="Format"/> of new packets.</summary>
    public const string FormatOfToday = "auditdashboard-packet-2";

    /// <summary>The first one: of reviews only, and signed without a purpose, see <see cref="PacketSeal"/>.</summary>
    public const string FirstFormat = "auditdashboard-packet-1";

    // What the archive's own length of a file can say; more would only overflow the sum.
    private const long MaxLength = uint.MaxValue;

    /// <summary>How to read this.</summary>
    public required string Format { get; init; }

    /// <summary>Code of the review that it is of; null for a packet of something else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Review { get; init; }

    /// <summary>Code of the snapshot that it is of; null for a packet of something else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Snapshot { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>open or closed; of a snapshot, frozen.</summary>
    public required string State { get; init; }

    /// <summary>When the packet was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>SHA-256 of the public key that signs it, hex.</summary>
    public required string Key { get; init; }

    /// <summary>What the records are.</summary>
    public required string Records { get; init; }

    /// <summary>How much of what there is.</summary>
    public required PacketTotals Totals { get; init; }

    /// <summary>Every file of the packet but this one and its signature.</summary>
    public required IReadOnlyList<PacketManifestFile> Files { get; init; }

    /// <summary>The bytes that are signed.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, PacketJson.Default.PacketManifest);

    /// <summary>Reads bytes; false for any that are no manifest.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PacketManifest? manifest)
    {
        try
        {
            manifest = JsonSerializer.Deserialize(bytes, PacketJson.Default.PacketManifest);
            return manifest is { Format: FormatOfToday or FirstFormat } && manifest.Files.All(file => file is { Length: >= 0 and <= MaxLength })
                && (manifest.Review is null) != (manifest.Snapshot is null) && (manifest.Snapshot is null || manifest.Format == FormatOfToday);
        }
        catch (JsonException)
        {
            manifest = null;
            return false;
        }
    }
}

/// <summary>How much of what a packet holds.</summary>
/// <param name="Files">Files that the manifest names.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Records">Records of events.</param>
/// <param name="Changes">Changes of the review; null where it is of none.</param>
/// <param name="Marks">Marks and comments; null where it is of no review.</param>
public sealed record PacketTotals(
    int Files,
    long Bytes,
    int Records,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Changes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Marks = null);

/// <summary>A file of a packet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Sha256">SHA-256 of them, hex.</param>
public sealed record PacketManifestFile(string Name, long Length, string Sha256)
{
    /// <summary>Describes a file.</summary>
    public static PacketManifestFile Of(PacketFile file) => new(file.Name, file.Content.Length, Convert.ToHexStringLower(SHA256.HashData(file.Content.Span)));
}

/// <summary>Where a record lies in <see cref="PacketNames.Events"/>.</summary>
/// <param name="Event">Id of the event.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">Its bytes, without the line feed behind them.</param>
/// <param name="Sha256">SHA-256 of them, hex.</param>
public sealed record PacketRecord(string Event, long Offset, int Length, string Sha256);

/// <summary>What of the window was collected.</summary>
/// <param name="From">First instant of the window; null without one.</param>
/// <param name="To">First instant after it; null without one.</param>
/// <param name="Stretches">Its stretches.</param>
public sealed record PacketCoverage(DateTimeOffset? From, DateTimeOffset? To, IReadOnlyList<SnapshotCoverage> Stretches);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(PacketManifest))]
[JsonSerializable(typeof(PacketCoverage))]
[JsonSerializable(typeof(IReadOnlyList<PacketRecord>))]
[JsonSerializable(typeof(IReadOnlyList<SnapshotQuery>))]
internal sealed partial class PacketJson : JsonSerializerContext;
