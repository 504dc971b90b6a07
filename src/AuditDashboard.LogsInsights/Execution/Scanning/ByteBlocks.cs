using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AuditDashboard.LogsInsights.Execution.Scanning;

/// <summary>A block in one vector of 512 bits.</summary>
internal readonly struct Block512(Vector512<byte> bytes) : IByteBlock<Block512>
{
    private readonly Vector512<byte> _bytes = bytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block512 Load(ref readonly byte bytes) => new(Vector512.LoadUnsafe(in bytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Equal(byte value) => Vector512.Equals(_bytes, Vector512.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong EqualFolded(byte value) =>
        Vector512.Equals(_bytes | Vector512.Create((byte)0x20), Vector512.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Below(byte value) => Vector512.LessThan(_bytes, Vector512.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Same(ref readonly byte other) => Vector512.Equals(_bytes, Vector512.LoadUnsafe(in other)).ExtractMostSignificantBits();
}

/// <summary>A block in two vectors of 256 bits.</summary>
internal readonly struct Block256(Vector256<byte> low, Vector256<byte> high) : IByteBlock<Block256>
{
    private readonly Vector256<byte> _low = low;
    private readonly Vector256<byte> _high = high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block256 Load(ref readonly byte bytes) => new(Vector256.LoadUnsafe(in bytes), Vector256.LoadUnsafe(in bytes, 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Equal(byte value)
    {
        var sought = Vector256.Create(value);
        return Join(Vector256.Equals(_low, sought), Vector256.Equals(_high, sought));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong EqualFolded(byte value)
    {
        var sought = Vector256.Create(value);
        var bit = Vector256.Create((byte)0x20);
        return Join(Vector256.Equals(_low | bit, sought), Vector256.Equals(_high | bit, sought));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Below(byte value)
    {
        var limit = Vector256.Create(value);
        return Join(Vector256.LessThan(_low, limit), Vector256.LessThan(_high, limit));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Same(ref readonly byte other) =>
        Join(Vector256.Equals(_low, Vector256.LoadUnsafe(in other)), Vector256.Equals(_high, Vector256.LoadUnsafe(in other, 32)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Join(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}

/// <summary>A block in four vectors of 128 bits.</summary>
internal readonly struct Block128(Vector128<byte> first, Vector128<byte> second, Vector128<byte> third, Vector128<byte> fourth) : IByteBlock<Block128>
{
    private readonly Vector128<byte> _first = first;
    private readonly Vector128<byte> _second = second;
    private readonly Vector128<byte> _third = third;
    private readonly Vector128<byte> _fourth = fourth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block128 Load(ref readonly byte bytes) => new(
        Vector128.LoadUnsafe(in bytes), Vector128.LoadUnsafe(in bytes, 16), Vector128.LoadUnsafe(in bytes, 32), Vector128.LoadUnsafe(in bytes, 48));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Equal(byte value)
    {
        var sought = Vector128.Create(value);
        return Join(Vector128.Equals(_first, sought), Vector128.Equals(_second, sought), Vector128.Equals(_third, sought), Vector128.Equals(_fourth, sought));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong EqualFolded(byte value)
    {
        var bit = Vector128.Create((byte)0x20);
        return new Block128(_first | bit, _second | bit, _third | bit, _fourth | bit).Equal(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Below(byte value)
    {
        var limit = Vector128.Create(value);
        return Join(
            Vector128.LessThan(_first, limit), Vector128.LessThan(_second, limit), Vector128.LessThan(_third, limit), Vector128.LessThan(_fourth, limit));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Same(ref readonly byte other) => Join(
        Vector128.Equals(_first, Vector128.LoadUnsafe(in other)), Vector128.Equals(_second, Vector128.LoadUnsafe(in other, 16)),
        Vector128.Equals(_third, Vector128.LoadUnsafe(in other, 32)), Vector128.Equals(_fourth, Vector128.LoadUnsafe(in other, 48)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Join(Vector128<byte> first, Vector128<byte> second, Vector128<byte> third, Vector128<byte> fourth) =>
        first.ExtractMostSignificantBits() | ((ulong)second.ExtractMostSignificantBits() << 16)
        | ((ulong)third.ExtractMostSignificantBits() << 32) | ((ulong)fourth.ExtractMostSignificantBits() << 48);
}
