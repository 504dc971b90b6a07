using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>A JSON text and where its bytes lie in the record.</summary>
internal readonly ref struct Place(in JsonTape tape, ReadOnlySpan<int> map, int level)
{
    private readonly ReadOnlySpan<int> _map = map;

    /// <summary>The text, parsed.</summary>
    public JsonTape Tape { get; } = tape;

    /// <summary>In how many strings it is wrapped.</summary>
    public int Level { get; } = level;

    /// <summary>Offset in the record of a byte of the text. The record itself has no map.</summary>
    public int RecordOffset(int offset) => _map.IsEmpty ? offset : _map[offset];
}
