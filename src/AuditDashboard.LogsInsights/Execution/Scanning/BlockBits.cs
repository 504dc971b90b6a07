using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AuditDashboard.LogsInsights.Execution.Scanning;

/// <summary>Arithmetic on the bits of a block, the first byte being the lowest bit. What goes on in the next block is carried.</summary>
internal static class BlockBits
{
    private const ulong EvenBits = 0x5555_5555_5555_5555;

    /// <summary>Each bit becomes the parity of itself and all bits below: of quotes, what lies between an opening one and its closing one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
        {
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        }

        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }

    /// <summary>The bytes that a backslash in front of them escapes. Of a run of backslashes every second one is escaped itself.</summary>
    /// <param name="backslashes">All backslashes.</param>
    /// <param name="carry">1 if the first byte is escaped by the block before; becomes that of the next block.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Escaped(ulong backslashes, ref ulong carry)
    {
        // Adding the runs that begin at an odd bit to all runs turns exactly those over, so that parity of place tells what is escaped.
        backslashes &= ~carry;
        var following = (backslashes << 1) | carry;
        var oddStarts = backslashes & ~EvenBits & ~following;
        var sum = oddStarts + backslashes;
        carry = sum < backslashes ? 1UL : 0UL;
        return (EvenBits ^ (sum << 1)) & following;
    }

    /// <summary>For each bit the next place that is not blank.</summary>
    /// <param name="bits">Places that are not blank themselves.</param>
    /// <param name="blanks">The blanks.</param>
    /// <param name="carry">1 if a bit of the block before leads to the first place; becomes that of the next block.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Behind(ulong bits, ulong blanks, ref ulong carry)
    {
        // A place in front of blanks is added to them, and the carry comes out behind their last one.
        var next = (bits << 1) | carry;
        var sum = (next & blanks) + blanks;
        carry = (bits >> 63) | (sum < blanks ? 1UL : 0UL);
        return (next | sum) & ~blanks;
    }
}
