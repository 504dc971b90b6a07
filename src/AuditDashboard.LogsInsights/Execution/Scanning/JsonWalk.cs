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
/// opening bracket, a colon behind a string only. Then brackets are visited one by one: they must match, and tell what is in an object and
/// what in a list. That shows for all colons and commas of a block at once whether they are where they may be. Colons are visited only in objects
/// that may hold a sought member.
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

    private readonly FieldPaths _paths;
    private readonly BlockWidth _width;
    private readonly RawField[] _fields;
    private readonly MemberShape[] _shapes;
    private readonly long[] _seen;
    private readonly byte[] _tail = new byte[BlockSize];
    private readonly BlockMasks[] _blocks = new BlockMasks[BatchBlocks];
    private readonly bool _visitsCommas;
    private readonly Container[] _open = new Container[MaximumDepth + 1];
    private long _stamp;

    // What goes on from one batch of blocks to the next.
    private BlockCarry _carry;
    private int _node;
    private long _nodeStamp;
    private long _index;
    private ulong _lists;
    private int _depth;
    private int _soughtDepth;
    private int _pending;
    private int _text;
    private int _lastOpening;
    private int _lastBackslash;

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

        // The first bracket is known, and is no part of what is visited.
        _carry = new BlockCarry { After = 1 };
        _node = 0;
        _nodeStamp = ++_stamp;
        _index = 0;
        _open[0].Node = -1;
        _lists = 0;
        _depth = 1;
        _soughtDepth = -1;
        _pending = -1;
        _text = -1;
        _lastBackslash = -1;
        var end = -1;
        for (var at = 0; ; at += BatchBlocks * BlockSize)
        {
            var count = _width switch
            {
                BlockWidth.Bits512 => Index<Block512>(text, at),
                BlockWidth.Bits256 => Index<Block256>(text, at),
                _ => Index<Block128>(text, at),
            };
            if (count < 0 || !Visit(text, at, count, ref end))
            {
                return -1;
            }

            if (LineEnd >= 0)
            {
                // A comma may stand behind the object, and a value behind it: all else was refused before.
                return end == LineEnd || (end >= 0 && text[end..LineEnd].IndexOfAnyExcept(" \t\r"u8) < 0) ? end : -1;
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
        var length = text.Length;
        var commasVisited = _visitsCommas ? ulong.MaxValue : 0;
        var carry = _carry;
        var wrong = 0UL;
        var newline = 0UL;
        var count = 0;
        for (; count < BatchBlocks && newline == 0; count++, at += BlockSize)
        {
            ref var bytes = ref Unsafe.Add(ref start, at);
            if (length - at < BlockSize)
            {
                CopyTail(text[at..]);
                bytes = ref MemoryMarshal.GetArrayDataReference(_tail);
            }

            // In bounds: 64 bytes are left, or those of the copy.
            var block = TBlock.Load(ref bytes);

            newline = block.Equal((byte)'\n');
            var valid = (newline - 1) & ~newline;
            var backslashes = block.Equal((byte)'\\');
            var anyQuote = block.Equal((byte)'"');
            var escaped = 0UL;
            if ((backslashes | carry.Escape) != 0)
            {
                escaped = BlockBits.Escaped(backslashes, ref carry.Escape);
                var escapes = escaped & ~(anyQuote | backslashes) & valid;
                if (escapes != 0 && !JsonScalars.AreEscapes(text, at, escapes))
                {
                    return -1;
                }
            }

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
            var lists = block.Below(0x60);
            var controls = block.Below((byte)' ');
            var blanks = (block.Equal((byte)' ') | controls) & outside;
            var leading = opens | colons | commas;
            var separators = leading | closes;
            var scalars = outside & ~(separators | blanks);
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
            here.Backslashes = backslashes;
            here.Brackets = opens | closes;
            here.Colons = colons;
            here.Visited = opens | closes | colons | (commas & commasVisited);
            if (separators != 0)
            {
                // What separator stands in front of each. In an object a comma or closing bracket follows a whole member: a colon stands in front
                // of it, or the bracket that closes what the member holds. Which commas are in objects, the visit of the brackets tells.
                var gaps = ~separators;
                var behindColon = BlockBits.Behind(colons, gaps, ref carry.Colon);
                var behindMember = behindColon | BlockBits.Behind(closes, gaps, ref carry.Close);
                wrong |= (colons & behindColon) | (closes & ~lists & ~(behindMember | afterOpen));
                here.Closes = closes;
                here.Lists = lists;
                here.BehindColon = behindColon;
                here.ListCommas = commas & ~behindMember;
            }
            else
            {
                here.ListCommas = 0;
            }

            if (scalarStarts != 0 && !AreScalars(text, at, scalarStarts))
            {
                return -1;
            }
        }

        _carry = carry;
        LineEnd = newline == 0 ? -1 : Math.Min(text.Length, at - BlockSize + BitOperations.TrailingZeroCount(newline));
        return wrong == 0 ? count : -1;
    }

    // What is left of the text, as if a line feed stood behind it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CopyTail(ReadOnlySpan<byte> rest)
    {
        Array.Fill(_tail, (byte)'\n');
        rest.CopyTo(_tail);
    }

    /// <summary>Visits the brackets of a batch of blocks, and the colons of objects that are sought. Neighbours are known to be right.</summary>
    /// <param name="text">The text.</param>
    /// <param name="batch">Where the batch begins.</param>
    /// <param name="count">How many blocks it has.</param>
    /// <param name="end">Where the object ends, once that is known.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Visit(ReadOnlySpan<byte> text, int batch, int count, ref int end)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        ref var blocks = ref MemoryMarshal.GetArrayDataReference(_blocks);
        ref var fields = ref MemoryMarshal.GetArrayDataReference(_fields);
        ref var shapes = ref MemoryMarshal.GetArrayDataReference(_shapes);
        ref var seen = ref MemoryMarshal.GetArrayDataReference(_seen);
        var keys = _paths.Keys;
        var textLength = text.Length;
        var lastOpening = _lastOpening;
        var lastBackslash = _lastBackslash;
        ref var open = ref MemoryMarshal.GetArrayDataReference(_open);
        var node = _node;
        var stamp = _nodeStamp;
        var lists = _lists;
        var depth = _depth;
        var soughtDepth = _soughtDepth;
        var wrong = 0UL;
        for (var i = 0; i < count; i++)
        {
            ref readonly var block = ref Unsafe.Add(ref blocks, i); // in bounds: there are as many
            var at = batch + (i * BlockSize);
            if (_text >= 0 && block.Closing != 0)
            {
                EndText(block.Closing, block.Backslashes, at, lastBackslash);
            }

            var objects = (lists & 1) - 1; // all or none, and then turned over at each bracket that leads from one to the other
            var turns = 0UL;
            var rest = node < 0 ? block.Brackets : block.Visited;
            if (at == 0)
            {
                rest &= ~1UL;
            }

            while (rest != 0)
            {
                var bit = rest & (0 - rest);
                rest ^= bit;
                if ((block.Brackets & bit) == 0)
                {
                    // A colon of a sought object, or a comma.
                    var place = at + BitOperations.TrailingZeroCount(bit);
                    if ((block.Colons & bit) == 0)
                    {
                        if ((lists & 1) != 0 && !TakeElement(ref start, textLength, node, place))
                        {
                            return false;
                        }

                        continue;
                    }

                    // In bounds: the masks have shown both quotes and the colon, in this order.
                    var before = block.Opening & (bit - 1);
                    var key = (before == 0 ? lastOpening : at + 63 - BitOperations.LeadingZeroCount(before)) + 1;
                    ref var name = ref Unsafe.Add(ref start, key);
                    var length = place - 1 - key;
                    if (Unsafe.Add(ref name, length) != '"' && !TryLengthBeforeBlanks(ref name, ref length))
                    {
                        return false;
                    }

                    var backslashes = block.Backslashes & (bit - 1);
                    if ((backslashes == 0 ? lastBackslash : at + 63 - BitOperations.LeadingZeroCount(backslashes)) >= key)
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

                    ref readonly var found = ref keys.Find(node, ref name, textLength - key, length);
                    if (Unsafe.IsNullRef(in found))
                    {
                        continue;
                    }

                    // The same member once more in the same object. In bounds: nodes and fields are those of the paths.
                    if (Unsafe.Add(ref seen, found.Node) == stamp)
                    {
                        return false;
                    }

                    Unsafe.Add(ref seen, found.Node) = stamp;
                    HasUnusualMember |= found.HasDot & depth == 1;
                    var field = found.Field;
                    if (place + 1 >= textLength || Unsafe.Add(ref start, place + 1) != '"')
                    {
                        if (!TakeValue(ref start, textLength, field, found.Child, place + 1))
                        {
                            return false;
                        }
                    }
                    else if (field >= 0)
                    {
                        // The next quote ends it, if it is in this block; else one of the next.
                        var closing = block.Closing & ~(bit - 1);
                        var valueEnd = at + BitOperations.TrailingZeroCount(closing);
                        Unsafe.Add(ref fields, field) = new RawField(RawKind.Text, place + 2, valueEnd - place - 2, false);
                        Unsafe.Add(ref shapes, field) = MemberShape.Text;
                        if (closing == 0)
                        {
                            _text = field;
                        }
                        else if ((block.Backslashes & (closing ^ (closing - 1)) & ~(bit - 1)) != 0)
                        {
                            NoteEscapes(field);
                        }
                    }
                }
                else if ((block.Closes & bit) == 0)
                {
                    // In an object a container stands behind a colon.
                    if ((((block.BehindColon & bit) == 0) & ((lists & 1) == 0)) || depth == MaximumDepth || depth == 0)
                    {
                        return false;
                    }

                    var isList = (block.Lists & bit) != 0;
                    var type = isList ? 1UL : 0;
                    turns |= bit & (0 - ((lists ^ type) & 1));
                    lists = (lists << 1) | type;
                    if (node >= 0)
                    {
                        // Member by member: what is written in parts and read as a whole waits for both. In bounds: below the limit.
                        ref var outer = ref Unsafe.Add(ref open, depth);
                        outer.Node = node;
                        outer.Stamp = stamp;
                        outer.Index = _index;
                        node = _pending;
                        _pending = -1;
                        if (node >= 0 && isList && !_paths.HasDigit(node))
                        {
                            node = -1;
                        }

                        stamp = ++_stamp;
                        _index = 0;
                        if (node < 0)
                        {
                            soughtDepth = depth;
                            rest = block.Brackets & ~(bit | (bit - 1));
                        }
                        else if (isList && !TakeElement(ref start, textLength, node, at + BitOperations.TrailingZeroCount(bit)))
                        {
                            return false;
                        }
                    }

                    depth++;
                }
                else
                {
                    if ((((block.Lists & bit) == 0) == ((lists & 1) != 0)) || depth == 0)
                    {
                        return false;
                    }

                    depth--;
                    turns |= bit & (0 - ((lists ^ (lists >> 1)) & 1));
                    lists >>= 1;
                    if (node >= 0 || depth == soughtDepth)
                    {
                        ref readonly var outer = ref Unsafe.Add(ref open, depth); // in bounds: not above what was opened
                        node = outer.Node;
                        stamp = outer.Stamp;
                        _index = outer.Index;
                        soughtDepth = -1;
                        rest = (node < 0 ? block.Brackets : block.Visited) & ~(bit | (bit - 1));
                        if (node < 0)
                        {
                            end = at + BitOperations.TrailingZeroCount(bit) + 1;
                        }
                    }
                }
            }

            objects ^= BlockBits.PrefixXor(turns);
            wrong |= (block.Colons & ~objects) | (block.ListCommas & objects);
            lastOpening = block.Opening == 0 ? lastOpening : at + 63 - BitOperations.LeadingZeroCount(block.Opening);
            lastBackslash = block.Backslashes == 0 ? lastBackslash : at + 63 - BitOperations.LeadingZeroCount(block.Backslashes);
        }

        if (wrong != 0)
        {
            return false;
        }

        if (LineEnd >= 0)
        {
            // A line that ends inside of the object is none.
            return depth == 0;
        }

        _lastOpening = lastOpening;
        _lastBackslash = lastBackslash;
        _node = node;
        _nodeStamp = stamp;
        _lists = lists;
        _depth = depth;
        _soughtDepth = soughtDepth;
        return true;
    }

    // An element of a list begins behind a bracket or comma; each has its position for a name.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TakeElement(ref byte start, int textLength, int node, int separator)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(_index, digits, out var length);
        _index++;
        var found = _paths.Walk(node, digits[..length]);
        return found < 0 || TakeValue(ref start, textLength, _paths.FieldAt(found), _paths.Step(found, (byte)'.'), separator + 1);
    }

    /// <summary>Ends the text that an earlier block began.</summary>
    /// <param name="closing">Quotes of a block, the first of which ends it.</param>
    /// <param name="backslashes">Backslashes of the block.</param>
    /// <param name="at">Where the block begins.</param>
    /// <param name="lastBackslash">The last backslash of the blocks before.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EndText(ulong closing, ulong backslashes, int at, int lastBackslash)
    {
        ref var raw = ref _fields[_text];
        raw = raw with { Length = at + BitOperations.TrailingZeroCount(closing) - raw.Start };
        if (lastBackslash >= raw.Start || (backslashes & (closing ^ (closing - 1))) != 0)
        {
            NoteEscapes(_text);
        }

        _text = -1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NoteEscapes(int field)
    {
        _fields[field] = _fields[field] with { IsEscaped = true };
        _shapes[field] = MemberShape.EscapedText;
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
    // References and not spans: to copy a span that came in registers stalls.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TakeValue(ref byte start, int textLength, int field, int child, int at)
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
                return field < 0 || TakeText(MemoryMarshal.CreateReadOnlySpan(ref start, textLength), field, at + 1);
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

    private static bool AreScalars(ReadOnlySpan<byte> text, int at, ulong scalars)
    {
        for (; scalars != 0; scalars &= scalars - 1)
        {
            if (JsonScalars.EndOf(text, at + BitOperations.TrailingZeroCount(scalars)) < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What one block says, a bit for each byte. The last three mean nothing where it has no brackets.</summary>
    private struct BlockMasks
    {
        /// <summary>Quotes that open a string.</summary>
        public ulong Opening;

        /// <summary>Quotes that close one.</summary>
        public ulong Closing;

        /// <summary>All backslashes.</summary>
        public ulong Backslashes;

        /// <summary>Brackets outside of strings.</summary>
        public ulong Brackets;

        /// <summary>Colons outside of strings.</summary>
        public ulong Colons;

        /// <summary>Commas that only a list may have.</summary>
        public ulong ListCommas;

        /// <summary>Brackets, colons and, if elements of lists are sought, commas: outside of strings.</summary>
        public ulong Visited;

        /// <summary>Closing brackets.</summary>
        public ulong Closes;

        /// <summary>Of brackets: those of lists.</summary>
        public ulong Lists;

        /// <summary>Separators with a colon for the last one in front.</summary>
        public ulong BehindColon;
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
        public ulong Colon;
        public ulong Close;
    }

    /// <summary>An object or list that is open.</summary>
    private struct Container
    {
        /// <summary>Its node; -1 if nothing in it is sought.</summary>
        public int Node;

        /// <summary>Tells it from all others, if its node is sought.</summary>
        public long Stamp;

        /// <summary>Of a list that is sought: position of the next element.</summary>
        public long Index;
    }
}
