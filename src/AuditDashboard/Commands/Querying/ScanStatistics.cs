using System.Globalization;

namespace AuditDashboard.Commands.Querying;

/// <summary>What a run read, for <c>--stats</c>.</summary>
internal sealed class ScanStatistics(TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();

    /// <summary>Records that passed the window and the filters.</summary>
    public long Matched { get; set; }

    /// <summary>Records read, unreadable ones included.</summary>
    public long Scanned { get; set; }

    /// <summary>Bytes of the records read.</summary>
    public long Bytes { get; set; }

    /// <summary>Blocks that an index ruled out; their records are not among those scanned.</summary>
    public long SkippedBlocks { get; set; }

    /// <summary>Records in blocks that an index ruled out.</summary>
    public long SkippedRecords { get; set; }

    /// <summary>Counts a record as read.</summary>
    public void Count(ReadOnlyMemory<byte> message)
    {
        Scanned++;
        Bytes += message.Length;
    }

    /// <summary>Counts records as read.</summary>
    public void Count(long records, long bytes)
    {
        Scanned += records;
        Bytes += bytes;
    }

    /// <summary>Prints one line.</summary>
    public void Say(CommandConsole console)
    {
        var skipped = SkippedBlocks == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $", skipped by the index: {SkippedBlocks} blocks with {SkippedRecords} records");
        console.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{Matched} records matched, {Scanned} records scanned, {Bytes} bytes scanned, {clock.GetElapsedTime(_started).TotalSeconds:F3} seconds{skipped}"));
    }
}
