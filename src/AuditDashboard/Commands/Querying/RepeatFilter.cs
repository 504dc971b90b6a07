using System.Buffers.Binary;
using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Commands.Querying;

/// <summary>Tells exact repeats of records by their canonical identity: order of members and white space make no difference.</summary>
internal sealed class RepeatFilter
{
    private readonly HashSet<(UInt128 High, UInt128 Low)> _seen = [];

    /// <summary>Repeats found.</summary>
    public long Repeats { get; private set; }

    /// <summary>True if the same record came before.</summary>
    public bool IsRepeat(ReadOnlySpan<byte> message)
    {
        var id = RecordIdentity.Compute("", message).Bytes;
        var isNew = _seen.Add((BinaryPrimitives.ReadUInt128BigEndian(id), BinaryPrimitives.ReadUInt128BigEndian(id[16..])));
        Repeats += isNew ? 0 : 1;
        return !isNew;
    }
}
