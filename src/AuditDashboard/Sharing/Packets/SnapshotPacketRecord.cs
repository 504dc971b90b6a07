using System.Text.Json.Serialization;
using AuditDashboard.Sharing.Snapshots;

namespace AuditDashboard.Sharing.Packets;

/// <summary>An event of a snapshot's packet.</summary>
/// <param name="Event">What the snapshot's list shows of it.</param>
/// <param name="Offset">First byte of its record in the file of records.</param>
/// <param name="Length">Bytes of the record, without the line feed behind them.</param>
/// <param name="Sha256">SHA-256 of them, hex.</param>
public sealed record SnapshotPacketRecord(SnapshotEvent Event, long Offset, int Length, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SnapshotPacketRecord))]
internal sealed partial class SnapshotPacketJson : JsonSerializerContext;
