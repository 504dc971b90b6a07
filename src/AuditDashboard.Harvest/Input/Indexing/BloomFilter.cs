namespace AuditDashboard.Harvest.Input.Indexing;

/// <summary>Tells of a value whether it may be among those that were added: never a wrong no, sometimes a wrong yes.</summary>
/// <remarks>A block of 512 KiB holds some hundred events with 1,000 different values, of which 2 KiB tell all but one in 500 from others.</remarks>
internal static class BloomFilter
{
    /// <summary>Size of a filter in bytes.</summary>
    public const int Bytes = 2048;

    private const int Places = 4;
    private const uint Mask = (Bytes * 8) - 1;

    /// <summary>Adds a value.</summary>
    public static void Add(Span<byte> filter, FieldHash hash)
    {
        var place = hash.First;
        for (var i = 0; i < Places; i++, place += hash.Step)
        {
            filter[(int)((place & Mask) >> 3)] |= (byte)(1 << (int)(place & 7));
        }
    }

    /// <summary>False if the value was surely not added.</summary>
    public static bool MayHold(ReadOnlySpan<byte> filter, FieldHash hash)
    {
        var place = hash.First;
        for (var i = 0; i < Places; i++, place += hash.Step)
        {
            if ((filter[(int)((place & Mask) >> 3)] & (1 << (int)(place & 7))) == 0)
            {
                return false;
            }
        }

        return true;
    }
}
