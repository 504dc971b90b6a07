namespace AuditDashboard.LogsInsights.Execution.Scanning;

/// <summary>64 bytes of a text that are compared all at once; of each answer bit i stands for byte i.</summary>
/// <typeparam name="TSelf">The implementing type: one for each width of vectors, so that the walk is compiled for each.</typeparam>
internal interface IByteBlock<TSelf>
    where TSelf : struct, IByteBlock<TSelf>
{
    /// <summary>Reads 64 bytes, all of which must be there.</summary>
    static abstract TSelf Load(ref readonly byte bytes);

    /// <summary>Which bytes are this value.</summary>
    ulong Equal(byte value);

    /// <summary>Which bytes are this value once bit 5 is set: <c>{</c> finds <c>[</c> as well, and <c>}</c> finds <c>]</c>.</summary>
    ulong EqualFolded(byte value);

    /// <summary>Which bytes are less than this value.</summary>
    ulong Below(byte value);

    /// <summary>Which bytes are the same as those of another text, of which 64 must be there.</summary>
    ulong Same(ref readonly byte other);
}
