using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AuditDashboard.LogsInsights.Execution.Scanning;

/// <summary>
/// Proves of a line that it is one JSON object in good grammar, and finds the fields of a query in it, 64 bytes at a time. What it proves,
/// <see cref="System.Text.Json.Utf8JsonReader"/> accepts, with the same fields; what it does not prove may be sound all the same and is for the
/// slow reader. Not safe for several threads.
/// </summary>
/// <remarks>
/// <para>
/// Each block becomes masks: quotes that are not escaped, and by their running parity what lies in strings; brackets, colons and commas outside
/// of them; numbers and words. Neighbours are checked for all bytes at once: a value, and nothing else, stands behind a colon, a comma and an
/// opening bracket, a colon behind a string only. Then brackets and colons are visited one by one: brackets must match, a list has no colons, and
/// between two colons of an object there is exactly one comma, which running counts of commas show.
/// </para>
/// <para>
/// Not proved, so that the slow reader decides: more than 64 levels, a sought member twice in an object, an escape in a key beside sought ones,
/// a member of the record that begins with @, an object of several lines. Bytes that are not UTF-8 are not looked at, by neither reader.
/// </para>
/// </remarks>
internal sealed class JsonWalk
{
    private const int MaximumDepth = 64;
    private const int BlockSize = 64;
    private const int BatchBlocks = 32;
    private const int MostBlanks = 64;
    private const int PlacesAtOnce = 4;

    private readonly FieldPaths _paths;
    private readonly BlockWidth _width;
    private readonly RawField[] _fields;
    private readonly MemberShape[] _shapes;
    private readonly long[] _seen;
    private readonly BlockMasks[] _blocks = new BlockMasks[BatchBlocks];
    private readonly int[] _places = new int[(BatchBlocks * BlockSize) + PlacesAtOnce];
    private readonly bool _visitsCommas;
    private readonly Container[] _open = new Container[MaximumDepth];
    private long _stamp;

    // What goes on from one batch of blocks to the next.
    private BlockCarry _carry;
    private Container _container;
    private int _count;
    private int _expected;
    private int _depth;
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
        _shapes = new MemberShape[paths.Count];
        _seen = new long[paths.NodeCount];

        // Elements of a list begin behind commas, which are visited only where an element is sought.
        _visitsCommas = Enumerable.Range(0, paths.NodeCount).Any(paths.HasDigit);
    }

    /// <summary>The fields of the object that was proved last.</summary>
    public ReadOnlySpan<RawField> Fields => _fields;

    /// <summary>What the members behind the fields' names are, those without a value for the language included.</summary>
    public ReadOnlySpan<MemberShape> Shapes => _shapes;

    /// <summary>True if a member of the object itself begins with <c>p_</c>, or holds a dot and leads to a field.</summary>
    public bool HasUnusualMember { get; private set; }

    /// <summary>Where the line of the object that was proved last ends: at its line feed, or at the end of the text.</summary>
    public int LineEnd { get; private set; }

    /// <summary>Reads the line that a text begins with.</summary>
    /// <param name="text">Begins with the object; behind it, up to the line feed or the end, only blanks may stand.</param>
    /// <returns>Length of the object in bytes; -1 if the line is not proved to be one, and then the fields mean nothing.</returns>
    public int Read(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '{')
        {
            return -1;
        }

        Array.Clear(_fields);
        Array.Clear(_shapes);
        HasUnusualMember = false;
        _carry = new BlockCarry { After = 1 };
        _container = new Container { Node = -1 };
        _expected = 0;
        _depth = 0;
        _pending = 0;
        var end = -1;
        for (var at = 0; ; at += BatchBlocks * BlockSize)
        {
            var count = _width switch
            {
                BlockWidth.Bits512 => Index<Block512>(text, at),
                BlockWidth.Bits256 => Index<Block256>(text, at),
                _ => Index<Block128>(text, at),
            };
            if (count < 0 || !Visit(text, at, ref end))
            {
                return -1;
            }

            if (LineEnd >= 0)
            {
                return end;
            }
        }
    }

    /// <summary>Makes the masks of the blocks from a place on, up to the line's end or a batch of them.</summary>
    /// <returns>How many there are; -1 if neighbours, numbers, words or escapes are wrong.</returns>
    // Compiled at once and in full: a run is over before tiers would have got there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Index<TBlock>(ReadOnlySpan<byte> text, int at)
        where TBlock : struct, IByteBlock<TBlock>
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        ref var masks = ref MemoryMarshal.GetArrayDataReference(_blocks);
        ref var places = ref MemoryMarshal.GetArrayDataReference(_places);
        var commasVisited = _visitsCommas ? ulong.MaxValue : 0;
        var carry = _carry;
        var total = 0;
        var wrong = 0UL;
        var newline = 0UL;
        var count = 0;
        for (; count < BatchBlocks && newline == 0; count++, at += BlockSize)
        {
            TBlock block;
            if (text.Length - at >= BlockSize)
            {
                // In bounds: 64 bytes are left.
                block = TBlock.Load(ref Unsafe.Add(ref start, at));
            }
            else
            {
                block = LoadTail<TBlock>(text, at);
            }

            newline = block.Equal((byte)'\n');
            var valid = (newline - 1) & ~newline;
            var backslashes = block.Equal((byte)'\\');
            var escaped = 0UL;
            if ((backslashes | carry.Escape) != 0)
            {
                escaped = BlockBits.Escaped(backslashes, ref carry.Escape);
                carry.HasBackslash = true;
            }

            var anyQuote = block.Equal((byte)'"');
            var quotes = anyQuote & ~escaped & valid;
            var inside = BlockBits.PrefixXor(quotes) ^ carry.InString;
            carry.InString = (ulong)((long)inside >> 63);
            var outside = ~(inside | quotes) & valid;
            var opening = quotes & inside;
            var closing = quotes & ~inside;
            var opens = block.EqualFolded((byte)'{') & outside;
            var closes = block.EqualFolded((byte)'}') & outside;
            var colons = block.Equal((byte)':') & outside;
            var commas = block.Equal((byte)',') & outside;
            var controls = block.Below((byte)' ');
            var blanks = (block.Equal((byte)' ') | controls) & outside;
            var leading = opens | colons | commas;
            var scalars = outside & ~(leading | closes | blanks);
            var scalarStarts = scalars & ~((scalars << 1) | carry.Scalar);
            carry.Scalar = scalars >> 63;
            wrong |= controls & inside;

            ulong after;
            ulong afterOpen;
            ulong afterQuote;
            if (blanks == 0)
            {
                after = (leading << 1) | carry.After;
                carry.After = leading >> 63;
                afterOpen = (opens << 1) | carry.AfterOpen;
                carry.AfterOpen = opens >> 63;
                afterQuote = (closing << 1) | carry.AfterQuote;
                carry.AfterQuote = closing >> 63;
            }
            else
            {
                after = BlockBits.Behind(leading, blanks, ref carry.After);
                afterOpen = BlockBits.Behind(opens, blanks, ref carry.AfterOpen);
                afterQuote = BlockBits.Behind(closing, blanks, ref carry.AfterQuote);
                wrong |= controls & outside & ~(block.Equal((byte)'\t') | block.Equal((byte)'\r'));
            }

            // A value starts wherever one must and nowhere else, but for empty containers; only a string has a colon behind it.
            // At the line's end none must be waited for.
            wrong |= ((opening | opens | scalarStarts) ^ (after & ~(closes & afterOpen))) & (valid | (newline & (0 - newline)));
            wrong |= colons & ~afterQuote;

            ref var here = ref Unsafe.Add(ref masks, count); // below BatchBlocks, the array's length
            here.Opening = opening;
            here.Closing = closing;
            here.Commas = commas;
            here.AfterOpen = afterOpen;
            here.CommasBefore = carry.Commas;
            carry.Commas += BitOperations.PopCount(commas);
            here.OpeningBefore = carry.Opening;
            carry.Opening = opening == 0 ? carry.Opening : at + 63 - BitOperations.LeadingZeroCount(opening);

            // Four at a time, those past the last one to be written over: how many there are is hard to foresee, how many fours is not.
            var visited = opens | closes | colons | (commas & commasVisited);
            var next = total;
            total += BitOperations.PopCount(visited);
            while (next < total)
            {
                for (var i = 0; i < PlacesAtOnce; i++)
                {
                    // In bounds: at most 64 for each block, and room for those past the last one.
                    Unsafe.Add(ref places, next + i) = at + BitOperations.TrailingZeroCount(visited);
                    visited &= visited - 1;
                }

                next += PlacesAtOnce;
            }

            var escapes = escaped & ~(anyQuote | backslashes) & valid;
            if ((scalarStarts | escapes) != 0 && !AreSound(text, at, scalarStarts, escapes))
            {
                return -1;
            }
        }

        _carry = carry;
        _count = total;
        LineEnd = newline == 0 ? -1 : Math.Min(text.Length, at - BlockSize + BitOperations.TrailingZeroCount(newline));
        return wrong == 0 ? count : -1;
    }

    // What is left of the text, as if a line feed stood behind it.
    private static TBlock LoadTail<TBlock>(ReadOnlySpan<byte> text, int at)
        where TBlock : struct, IByteBlock<TBlock>
    {
        Span<byte> tail = stackalloc byte[BlockSize];
        tail.Fill((byte)'\n');
        text[at..].CopyTo(tail);
        return TBlock.Load(ref MemoryMarshal.GetReference(tail));
    }

    /// <summary>Visits the brackets and colons of a batch of blocks. Neighbours are known to be right.</summary>
    /// <param name="text">The text.</param>
    /// <param name="batch">Where the batch begins.</param>
    /// <param name="end">Where the object ends, once that is known.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Visit(ReadOnlySpan<byte> text, int batch, ref int end)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        ref var blocks = ref MemoryMarshal.GetArrayDataReference(_blocks);
        ref var places = ref MemoryMarshal.GetArrayDataReference(_places);
        var count = _count;
        var textLength = text.Length;
        var isList = _container.IsList;
        var node = _container.Node;
        var expected = _expected;
        var depth = _depth;
        for (var i = 0; i < count; i++)
        {
            // In bounds: places lie in the text, and in one of the blocks of the batch.
            var place = Unsafe.Add(ref places, i);
            var bit = place - batch;
            ref readonly var block = ref Unsafe.Add(ref blocks, bit >> 6);
            var below = (1UL << bit) - 1; // of the last six bits
            var commas = block.CommasBefore + BitOperations.PopCount(block.Commas & below);
            var byteHere = Unsafe.Add(ref start, place);
            if (byteHere == ':')
            {
                // One comma since the last colon of the object, or none since its beginning.
                if (isList || commas != expected)
                {
                    return false;
                }

                expected = commas + 1;
                if (node >= 0)
                {
                    var before = block.Opening & below;
                    var key = before == 0 ? block.OpeningBefore : place - (bit & 63) + 63 - BitOperations.LeadingZeroCount(before);
                    var closing = block.Closing & ~below;
                    var valueEnd = closing == 0 ? -1 : place - (bit & 63) + BitOperations.TrailingZeroCount(closing);
                    if (!TakeMember(ref start, textLength, node, depth, key + 1, place, valueEnd))
                    {
                        return false;
                    }
                }
            }
            else if ((byteHere | 0x20) == '{')
            {
                // In an object a container stands behind a colon.
                if (depth == MaximumDepth || (depth > 0 && !isList && commas != expected - 1))
                {
                    return false;
                }

                ref var outer = ref _open[depth];
                outer.Node = node;
                outer.IsList = isList;
                if (node >= 0)
                {
                    outer.Stamp = _container.Stamp;
                    outer.Index = _container.Index;
                }

                depth++;
                isList = byteHere == '[';
                expected = commas;
                node = _pending;
                _pending = -1;
                if (node >= 0)
                {
                    _container.Stamp = ++_stamp;
                    _container.Index = 0;
                    if (isList && !_paths.HasDigit(node))
                    {
                        node = -1;
                    }
                    else if (isList && !TakeElement(ref start, textLength, node, place))
                    {
                        return false;
                    }
                }
            }
            else if (byteHere != ',')
            {
                // An object ends behind a value, or at once.
                if (depth == 0 || isList != (byteHere == ']')
                    || (!isList && commas != expected - 1 && (commas != expected || (block.AfterOpen >> bit & 1) == 0)))
                {
                    return false;
                }

                depth--;
                ref readonly var outer = ref _open[depth];
                node = outer.Node;
                isList = outer.IsList;
                if (node >= 0)
                {
                    _container.Stamp = outer.Stamp;
                    _container.Index = outer.Index;
                }

                expected = commas + 1;
                if (depth == 0)
                {
                    // Nothing but blanks may follow: values were refused before, and a comma would wait for one.
                    end = place + 1;
                    if (i + 1 < count)
                    {
                        return false;
                    }
                }
            }
            else if (node >= 0 && isList && !TakeElement(ref start, textLength, node, place))
            {
                return false;
            }
        }

        _container.Node = node;
        _container.IsList = isList;
        _expected = expected;
        _depth = depth;

        // A line that ends inside of the object is none.
        return LineEnd < 0 || (end >= 0 && depth == 0);
    }

    // An element of a list begins behind a bracket or comma; each has its position for a name.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TakeElement(ref byte start, int textLength, int node, int separator)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(_container.Index, digits, out var length);
        _container.Index++;
        var found = _paths.Walk(node, digits[..length]);
        return found < 0 || TakeValue(ref start, textLength, _paths.FieldAt(found), _paths.Step(found, (byte)'.'), separator + 1, -1);
    }

    // References and not spans: to copy a span that came in registers stalls, and this runs for every key.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TakeMember(ref byte start, int textLength, int node, int depth, int key, int colon, int valueEnd)
    {
        // In bounds: the masks have shown both quotes and the colon, in this order.
        ref var name = ref Unsafe.Add(ref start, key);
        var length = colon - 1 - key;
        if (Unsafe.Add(ref name, length) != '"' && !TryLengthBeforeBlanks(ref name, ref length))
        {
            return false;
        }

        if (_carry.HasBackslash && MemoryMarshal.CreateReadOnlySpan(ref name, length).Contains((byte)'\\'))
        {
            return false;
        }

        if (depth == 1)
        {
            // An empty key is followed by its quote.
            if (name == '@')
            {
                return false;
            }

            HasUnusualMember |= name == 'p' && Unsafe.Add(ref name, 1) == '_';
        }

        ref readonly var found = ref _paths.Keys.Find(node, ref name, textLength - key, length);
        if (Unsafe.IsNullRef(in found))
        {
            return true;
        }

        // The same member once more in the same object.
        if (_seen[found.Node] == _container.Stamp)
        {
            return false;
        }

        _seen[found.Node] = _container.Stamp;
        HasUnusualMember |= depth == 1 && found.HasDot;
        return TakeValue(ref start, textLength, found.Field, found.Child, colon + 1, valueEnd);
    }

    // Blanks may stand between a key's quote and its colon, hardly ever many.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryLengthBeforeBlanks(ref byte name, ref int length)
    {
        for (var blanks = 0; blanks < MostBlanks && length > 0; blanks++)
        {
            length--;
            if (Unsafe.Add(ref name, length) == '"')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Stores a value.</summary>
    /// <param name="start">First byte of the text.</param>
    /// <param name="textLength">Length of the text.</param>
    /// <param name="field">The field that it is; -1 if it is none.</param>
    /// <param name="child">The node of what it holds; -1 if nothing in it is sought.</param>
    /// <param name="at">Where it stands, or blanks in front of it.</param>
    /// <param name="end">Where the next string ends, if that is known: the value, if it is one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TakeValue(ref byte start, int textLength, int field, int child, int at, int end)
    {
        while (at < textLength && Unsafe.Add(ref start, at) is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            at++;
        }

        if (at >= textLength)
        {
            return false;
        }

        switch (Unsafe.Add(ref start, at))
        {
            case (byte)'"':
                if (field < 0)
                {
                    return true;
                }

                if (end < 0 || _carry.HasBackslash)
                {
                    return TakeText(MemoryMarshal.CreateReadOnlySpan(ref start, textLength), field, at + 1);
                }

                _fields[field] = new RawField(RawKind.Text, at + 1, end - at - 1, false);
                _shapes[field] = MemberShape.Text;
                return true;
            case (byte)'{':
                _pending = child;
                Note(field, MemberShape.Object);
                return true;
            case (byte)'[':
                _pending = child;
                Note(field, MemberShape.List);
                return true;
            case (byte)'n':
                Note(field, MemberShape.Null);
                return true;
            case (byte)']':
                // An empty list has no element.
                return true;
            default:
                return field < 0 || TakeScalar(MemoryMarshal.CreateReadOnlySpan(ref start, textLength), field, at);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TakeText(ReadOnlySpan<byte> text, int field, int start)
    {
        var isEscaped = false;
        var end = start;
        while (true)
        {
            var next = end >= text.Length ? -1 : text[end..].IndexOfAny((byte)'"', (byte)'\\');
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
            end += 2;
        }

        _fields[field] = new RawField(RawKind.Text, start, end - start, isEscaped);
        _shapes[field] = isEscaped ? MemberShape.EscapedText : MemberShape.Text;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TakeScalar(ReadOnlySpan<byte> text, int field, int start)
    {
        var end = JsonScalars.EndOf(text, start);
        if (end < 0)
        {
            return false;
        }

        var kind = text[start] switch { (byte)'t' => RawKind.True, (byte)'f' => RawKind.False, _ => RawKind.Number };
        _fields[field] = new RawField(kind, start, end - start, false);
        _shapes[field] = kind == RawKind.Number ? MemberShape.Number : MemberShape.Truth;
        return true;
    }

    private void Note(int field, MemberShape shape)
    {
        if (field >= 0)
        {
            _shapes[field] = shape;
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

    /// <summary>What one block says, a bit for each byte.</summary>
    private struct BlockMasks
    {
        /// <summary>Quotes that open a string.</summary>
        public ulong Opening;

        /// <summary>Quotes that close one.</summary>
        public ulong Closing;

        /// <summary>Commas outside of strings.</summary>
        public ulong Commas;

        /// <summary>Places behind an opening bracket.</summary>
        public ulong AfterOpen;

        /// <summary>How many commas of the line stand in front of the block.</summary>
        public int CommasBefore;

        /// <summary>The last quote in front of the block that opens a string.</summary>
        public int OpeningBefore;
    }

    /// <summary>What one block says of the next: single bits for its first place, and masks that are all or nothing.</summary>
    private struct BlockCarry
    {
        public ulong Escape;
        public ulong After;
        public ulong AfterOpen;
        public ulong AfterQuote;
        public ulong Scalar;
        public ulong InString;
        public int Commas;
        public int Opening;

        /// <summary>True once a backslash was seen in the line.</summary>
        public bool HasBackslash;
    }

    /// <summary>An object or list that is open.</summary>
    private struct Container
    {
        /// <summary>Its node; -1 if nothing in it is sought.</summary>
        public int Node;

        /// <summary>True if it is a list.</summary>
        public bool IsList;

        /// <summary>Tells it from all others, if its node is sought.</summary>
        public long Stamp;

        /// <summary>Of a list that is sought: position of the next element.</summary>
        public long Index;
    }
}
