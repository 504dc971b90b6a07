namespace AuditDashboard.Harvest.Input.Indexing;

/// <summary>What an index knows of one block: bytes of the decompressed file from one beginning of a line to another.</summary>
internal sealed class BlockSummary
{
    /// <summary>Bytes of the block.</summary>
    public required int Length { get; init; }

    /// <summary>Events in it, which is its number of lines too, where <see cref="IsPlain"/>.</summary>
    public int Records { get; init; }

    /// <summary>
    /// True if the block is nothing but whole lines that are plain events with a time each. Any other is always read: what is in it may have to be
    /// reported, unwrapped or counted, or be a part of something longer.
    /// </summary>
    public bool IsPlain { get; init; }

    /// <summary>Earliest event, microseconds since 1970.</summary>
    public long FirstMicros { get; init; }

    /// <summary>Latest event, microseconds since 1970.</summary>
    public long LastMicros { get; init; }

    /// <summary>Bits of the <see cref="CommonFields"/> of which the block holds a value that the filter cannot tell.</summary>
    public byte OddFields { get; init; }

    /// <summary>Filter of the values of the common fields; empty where not <see cref="IsPlain"/>.</summary>
    public byte[] Values { get; init; } = [];

    /// <summary>A block that is always read.</summary>
    public static BlockSummary Opaque(int length) => new() { Length = length };
}
