using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AuditDashboard.LogsInsights.Execution.Scanning;

/// <summary>
/// Proves of a text that it begins with one JSON object in good grammar, and finds the fields of a query in it, 64 bytes at a time.
/// What it proves, <see cref="System.Text.Json.Utf8JsonReader"/> accepts, with the same fields; what it does not prove may be sound all the
/// same and is for the slow reader. Not safe for several threads.
/// </summary>
/// <remarks>
/// <para>
/// Each block becomes masks: quotes that are not escaped, and by their running parity what lies in strings; brackets, colons and commas outside
/// of them; numbers and words. Neighbours are checked for all bytes at once: a value, and nothing else, stands behind a colon, a comma and an
/// opening bracket, a colon behind a string only. Within one object, colons and commas take turns, which their running parity shows; a list has
/// no colons. So only brackets are visited one by one, and of objects that hold a sought field the colons.
/// </para>
/// <para>
/// Not proved, so that the slow reader decides: more than 64 levels, a sought member twice in an object, an escape in a key beside sought ones,
/// a member of the record that begins with @. Bytes that are not UTF-8 are not looked at, by neither reader.
/// </para>
/// </remarks>
internal sealed class JsonWalk
{
    private const int MaximumDepth = 64;
    private const int BlockSize = 64;
    private const int MostBlanks = 64;

    private readonly FieldPaths _paths;
    private readonly BlockWidth _width;
    private readonly RawField[] _fields;
    private readonly MemberKind[] _members;
    private readonly long[] _seen;
    private readonly int[] _nodes = new int[MaximumDepth];
    private readonly long[] _stamps = new long[MaximumDepth];
    private readonly long[] _indexes = new long[MaximumDepth];
    private long _stamp;

    // Of the container that is being read.
    private long _container;
    private long _index;
    private int _pending;

    public JsonWalk(FieldPaths paths)
        : this(paths, BlockWidths.Best)
    {
    }

    /// <summary>Makes a walk with vectors of a certain width: all widths must agree.</summary>
    internal JsonWalk(FieldPaths paths, BlockWidth width)
    {
        _paths = paths;
        _width = width;
        _fields = new RawField[paths.Count];
        _members = new MemberKind[paths.Count];
        _seen = new long[paths.NodeCount];
    }

    /// <summary>The fields of the object that was proved last.</summary>
    public ReadOnlySpan<RawField> Fields => _fields;

    /// <summary>What the members behind the fields' names are, those without a value for the language included.</summary>
    public ReadOnlySpan<MemberKind> Members => _members;

    /// <summary>True if a member of the object itself begins with <c>p_</c>, or holds a dot and leads to a field.</summary>
    public bool HasUnusualMember { get; private set; }

    /// <summary>Reads the object that a text begins with.</summary>
    /// <param name="text">A text; what follows the object is not looked at.</param>
    /// <returns>Length of the object in bytes; -1 if it is not proved to be one, and then the fields mean nothing.</returns>
    public int Read(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '{')
        {
            return -1;
        }

        Array.Clear(_fields);
        Array.Clear(_members);
        HasUnusualMember = false;
        return _width switch
        {
            BlockWidth.Bits512 => Walk<Block512>(text),
            BlockWidth.Bits256 => Walk<Block256>(text),
            _ => Walk<Block128>(text),
        };
    }

    // Compiled at once and in full: a run is over before tiers would have got there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Walk<TBlock>(ReadOnlySpan<byte> text)
        where TBlock : struct, IByteBlock<TBlock>
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        Span<byte> tail = stackalloc byte[BlockSize];

        // What goes on from block to block: single bits that stand for the place in front of the block, and masks that are all or nothing.
        ulong escapeCarry = 0;
        ulong afterCarry = 1;
        ulong afterOpenCarry = 0;
        ulong afterQuoteCarry = 0;
        ulong scalarCarry = 0;
        ulong inString = 0;
        ulong parity = 0;

        // Of the container at hand: whether it is a list, its node (-1 if nothing in it is sought), and what turns the running parity into
        // "a colon comes here, not a comma".
        ulong isList = 0;
        ulong turn = 0;
        var node = -1;
        ulong lists = 0;
        var depth = 0;
        var openQuote = 0;
        var hasBackslash = false;
        _pending = 0;

        for (var at = 0; at < text.Length; at += BlockSize)
        {
            TBlock block;
            if (text.Length - at >= BlockSize)
            {
                // In bounds: 64 bytes are left.
                block = TBlock.Load(ref Unsafe.Add(ref start, at));
            }
            else
            {
                tail.Clear();
                text[at..].CopyTo(tail);
                block = TBlock.Load(ref MemoryMarshal.GetReference(tail));
            }

            var backslashes = block.Equal((byte)'\\');
            var escaped = 0UL;
            if ((backslashes | escapeCarry) != 0)
            {
                escaped = BlockBits.Escaped(backslashes, ref escapeCarry);
                hasBackslash = true;
            }

            var anyQuote = block.Equal((byte)'"');
            var quotes = anyQuote & ~escaped;
            var inside = BlockBits.PrefixXor(quotes) ^ inString;
            inString = (ulong)((long)inside >> 63);
            var outside = ~(inside | quotes);
            var opening = quotes & inside;
            var closing = quotes & ~inside;
            var opens = block.EqualFolded((byte)'{') & outside;
            var closes = block.EqualFolded((byte)'}') & outside;
            var colons = block.Equal((byte)':') & outside;
            var commas = block.Equal((byte)',') & outside;
            var controls = block.Below((byte)' ');
            var blanks = (block.Equal((byte)' ') | controls) & outside;
            var brackets = opens | closes;
            var separators = colons | commas;
            var scalars = outside & ~(brackets | separators | blanks);
            var scalarStarts = scalars & ~((scalars << 1) | scalarCarry);
            scalarCarry = scalars >> 63;

            ulong after;
            ulong afterOpen;
            ulong afterQuote;
            var wrong = controls & inside;
            if (blanks == 0)
            {
                var leading = opens | separators;
                after = (leading << 1) | afterCarry;
                afterCarry = leading >> 63;
                afterOpen = (opens << 1) | afterOpenCarry;
                afterOpenCarry = opens >> 63;
                afterQuote = (closing << 1) | afterQuoteCarry;
                afterQuoteCarry = closing >> 63;
            }
            else
            {
                after = BlockBits.Behind(opens | separators, blanks, ref afterCarry);
                afterOpen = BlockBits.Behind(opens, blanks, ref afterOpenCarry);
                afterQuote = BlockBits.Behind(closing, blanks, ref afterQuoteCarry);
                wrong |= controls & outside & ~(block.Equal((byte)'\t') | block.Equal((byte)'\r'));
            }

            // A value starts wherever one must and nowhere else, but for empty containers; only a string has a colon behind it.
            wrong |= (opening | opens | scalarStarts) ^ (after & ~(closes & afterOpen));
            wrong |= colons & ~afterQuote;

            var places = BlockBits.PrefixXor(separators) ^ parity;
            parity = (ulong)((long)places >> 63);
            var rest = ulong.MaxValue;
            var valid = ulong.MaxValue;
            var sought = node < 0 ? 0 : (isList & commas) | (~isList & colons);
            var todo = brackets | sought;
            while (todo != 0)
            {
                var bit = BitOperations.TrailingZeroCount(todo);
                var here = todo & (0 - todo);
                var upToHere = here | (here - 1);
                todo &= todo - 1;
                if ((brackets & here) == 0)
                {
                    var next = closing & ~upToHere;
                    var valueEnd = next == 0 ? -1 : at + BitOperations.TrailingZeroCount(next);
                    var keyQuotes = opening & upToHere;
                    var key = keyQuotes == 0 ? openQuote : at + 63 - BitOperations.LeadingZeroCount(keyQuotes);
                    if (!(isList == 0 ? TakeMember(text, node, depth, key + 1, at + bit, valueEnd, hasBackslash) : TakeElement(text, node, at + bit)))
                    {
                        return -1;
                    }

                    continue;
                }

                // The separators since the last bracket belong to the container at hand.
                wrong |= rest & upToHere & ((isList & colons) | (~isList & separators & (places ^ turn ^ colons)));
                rest = ~upToHere;
                var place = (places & here) != 0 ? ulong.MaxValue : 0;
                var isSquare = Unsafe.Add(ref start, at + bit) is (byte)'[' or (byte)']';
                if ((opens & here) != 0)
                {
                    // In an object a container stands behind a colon.
                    if (depth == MaximumDepth || (depth > 0 && (isList | (place ^ turn)) == 0))
                    {
                        return -1;
                    }

                    _nodes[depth] = node;
                    _stamps[depth] = _container;
                    _indexes[depth] = _index;
                    depth++;
                    lists = (lists << 1) | (isSquare ? 1UL : 0);
                    isList = isSquare ? ulong.MaxValue : 0;
                    turn = place;
                    node = _pending;
                    _pending = -1;
                    if (node >= 0)
                    {
                        _container = ++_stamp;
                        _index = 0;
                        if (isSquare && !_paths.HasDigit(node))
                        {
                            node = -1;
                        }
                        else if (isSquare && !TakeElement(text, node, at + bit))
                        {
                            return -1;
                        }
                    }
                }
                else
                {
                    // An object ends behind a value, or at once.
                    if (depth == 0 || isSquare != (isList != 0) || ((isList | (place ^ turn)) == 0 && (afterOpen & here) == 0))
                    {
                        return -1;
                    }

                    depth--;
                    if (depth == 0)
                    {
                        valid = upToHere;
                        break;
                    }

                    lists >>= 1;
                    isList = 0 - (lists & 1);
                    turn = ~place;
                    node = _nodes[depth];
                    _container = _stamps[depth];
                    _index = _indexes[depth];
                }

                sought = node < 0 ? 0 : (isList & commas) | (~isList & colons);
                todo = (brackets | sought) & rest;
            }

            if (depth != 0)
            {
                if (text.Length - at <= BlockSize)
                {
                    return -1;
                }

                wrong |= rest & ((isList & colons) | (~isList & separators & (places ^ turn ^ colons)));
                openQuote = opening == 0 ? openQuote : at + 63 - BitOperations.LeadingZeroCount(opening);
            }

            if ((wrong & valid) != 0 || !AreSound(text, at, scalarStarts & valid, escaped & ~(anyQuote | backslashes) & valid))
            {
                return -1;
            }

            if (depth == 0)
            {
                return at + BitOperations.TrailingZeroCount(~valid);
            }
        }

        return -1;
    }

    // An element of a list begins behind a bracket or comma; each has its position for a name.
    private bool TakeElement(ReadOnlySpan<byte> text, int node, int separator)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(_index, digits, out var length);
        _index++;
        var found = _paths.Walk(node, digits[..length]);
        return found < 0 || TakeValue(text, found, separator, -1);
    }

    private bool TakeMember(ReadOnlySpan<byte> text, int node, int depth, int key, int colon, int valueEnd, bool hasBackslash)
    {
        // Blanks may stand in front of the colon, hardly ever many.
        var end = colon - 1;
        while (end >= key && text[end] != '"')
        {
            if (colon - --end > MostBlanks)
            {
                return false;
            }
        }

        var length = Math.Max(0, end - key);
        if (hasBackslash && text.Slice(key, length).Contains((byte)'\\'))
        {
            return false;
        }

        if (depth == 1 && length > 0)
        {
            if (text[key] == '@')
            {
                return false;
            }

            HasUnusualMember |= text[key] == 'p' && length > 1 && text[key + 1] == '_';
        }

        var found = _paths.Keys.Find(node, text, key, length);
        if (found < 0)
        {
            return true;
        }

        // The same member once more in the same object.
        if (_seen[found] == _container)
        {
            return false;
        }

        _seen[found] = _container;
        HasUnusualMember |= depth == 1 && text.Slice(key, length).Contains((byte)'.');
        return TakeValue(text, found, colon, valueEnd);
    }

    /// <summary>Stores the value behind a colon or comma.</summary>
    /// <param name="text">The text.</param>
    /// <param name="node">The node of the value.</param>
    /// <param name="separator">Where the colon or comma stands.</param>
    /// <param name="valueEnd">Where the next string ends, if that is known: the value, if it is one.</param>
    private bool TakeValue(ReadOnlySpan<byte> text, int node, int separator, int valueEnd)
    {
        var start = separator + 1;
        while (start < text.Length && text[start] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            start++;
        }

        if (start >= text.Length)
        {
            return false;
        }

        var field = _paths.FieldAt(node);
        switch (text[start])
        {
            case (byte)'{' or (byte)'[':
                _pending = _paths.Step(node, (byte)'.');
                Note(field, text[start] == '{' ? MemberKind.Object : MemberKind.List);
                return true;
            case (byte)'"':
                return field < 0 || TakeText(text, field, start + 1, valueEnd);
            case (byte)'n':
                Note(field, MemberKind.Null);
                return true;
            case (byte)']':
                // An empty list has no element.
                return true;
            default:
                return field < 0 || TakeScalar(text, field, start);
        }
    }

    private bool TakeText(ReadOnlySpan<byte> text, int field, int start, int end)
    {
        var isEscaped = false;
        if (end < 0)
        {
            for (end = start; ; end += 2)
            {
                var next = text[end..].IndexOfAny((byte)'"', (byte)'\\');
                if (next < 0)
                {
                    return false;
                }

                end += next;
                if (text[end] == '"')
                {
                    break;
                }

                isEscaped = true;
                if (end + 2 > text.Length)
                {
                    return false;
                }
            }
        }
        else
        {
            isEscaped = text[start..end].Contains((byte)'\\');
        }

        _fields[field] = new RawField(RawKind.Text, start, end - start, isEscaped);
        _members[field] = MemberKind.Scalar;
        return true;
    }

    private bool TakeScalar(ReadOnlySpan<byte> text, int field, int start)
    {
        var end = JsonScalars.EndOf(text, start);
        if (end < 0)
        {
            return false;
        }

        var kind = text[start] switch { (byte)'t' => RawKind.True, (byte)'f' => RawKind.False, _ => RawKind.Number };
        _fields[field] = new RawField(kind, start, end - start, false);
        _members[field] = MemberKind.Scalar;
        return true;
    }

    private void Note(int field, MemberKind kind)
    {
        if (field >= 0)
        {
            _members[field] = kind;
        }
    }

    private static bool AreSound(ReadOnlySpan<byte> text, int at, ulong scalars, ulong escapes)
    {
        for (; scalars != 0; scalars &= scalars - 1)
        {
            if (JsonScalars.EndOf(text, at + BitOperations.TrailingZeroCount(scalars)) < 0)
            {
                return false;
            }
        }

        for (; escapes != 0; escapes &= escapes - 1)
        {
            if (!JsonScalars.IsEscape(text, at + BitOperations.TrailingZeroCount(escapes)))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What a sought member is, whether or not the language has a value for it.</summary>
internal enum MemberKind : byte
{
    None,
    Scalar,
    Null,
    Object,
    List,
}

/// <summary>How wide the vectors of a walk are.</summary>
internal enum BlockWidth
{
    Bits128,
    Bits256,
    Bits512,
}

/// <summary>Chooses a width.</summary>
internal static class BlockWidths
{
    /// <summary>The widest that this machine has; 128 bits work on all, if need be without vectors.</summary>
    public static readonly BlockWidth Best =
        Vector512.IsHardwareAccelerated ? BlockWidth.Bits512 : Vector256.IsHardwareAccelerated ? BlockWidth.Bits256 : BlockWidth.Bits128;
}
