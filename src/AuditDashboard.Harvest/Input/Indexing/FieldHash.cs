using System.IO.Hashing;

namespace AuditDashboard.Harvest.Input.Indexing;

/// <summary>Hash of a field and its value, for a <see cref="BloomFilter"/>.</summary>
/// <param name="First">The first place.</param>
/// <param name="Step">From one place to the next; odd.</param>
internal readonly record struct FieldHash(uint First, uint Step)
{
    /// <summary>Hashes a value.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The value's bytes.</param>
    public static FieldHash Of(int field, ReadOnlySpan<byte> value)
    {
        var hash = XxHash3.HashToUInt64(value, field + 1);
        return new FieldHash((uint)hash, (uint)(hash >> 32) | 1);
    }
}
