using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AuditDashboard.LogsInsights.Execution.Scanning;

/// <summary>
/// Remembers the shapes of lines that <see cref="JsonWalk"/> has proved, and reads lines that differ from one of those in nothing but the content
/// of texts and the digits of numbers. Whoever writes a log writes few shapes, and to compare a line with one takes a third of the time of proving
/// it. Not safe for several threads.
/// </summary>
/// <remarks>
/// <para>
/// A shape is a row of literals (everything between one value and the next: brackets, keys, colons, commas, blanks) with a hole between each two,
/// in which any text or any whole number may stand. What a line means to <see cref="JsonWalk"/> depends on the literals alone, so that a line of a
/// known shape is as sound as the one that the shape was learnt from, and has the same fields in the same holes. Shapes are kept in a tree, for
/// most begin alike.
/// </para>
/// <para>
/// Where lines hardly ever come in a known shape, as where all carry bodies of their own, nothing is compared or learnt for most of the time.
/// </para>
/// </remarks>
internal sealed class LineShapes
{
    private const int BlockSize = 64;
    private const int LiteralPart = 48;
    private const int MostHoles = 96;
    private const int MostNodes = 8_192;
    private const int MostShapes = 1_024;
    private const int MostBranches = 12;
    private const int MostDigits = 18;
    private const int MostLearntBytes = 16 * 1024;

    // Lines after which it is asked whether comparing is worth its time.
    private const int WindowLines = 1_024;
    private const int MostLearntInWindow = 256;
    private const int WindowsOfRest = 16;
    private const int WindowsOfAge = 64;

    private static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",}] \t\r"u8);

    private readonly BlockWidth _width;
    private readonly Hole[] _holes = new Hole[MostHoles];
    private readonly List<LineShape> _shapes = [];
    private Node[] _nodes = new Node[64];
    private byte[] _literals = new byte[64 * BlockSize];
    private int _nodeCount;
    private int _rest;
    private int _lines;
    private int _hits;
    private int _learnt;
    private int _age;

    public LineShapes(BlockWidth width) => _width = width;

    /// <summary>Lines that came in a known shape so far.</summary>
    public long Hits { get; private set; }

    /// <summary>Where the line that was read last ends: at its line feed.</summary>
    public int LineEnd { get; private set; }

    /// <summary>Reads the line that a text begins with, if its shape is known.</summary>
    /// <param name="text">Text from the beginning of a line on.</param>
    /// <returns>Its shape, with the fields of this line until the next is read; null if it has to be proved.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public LineShape? Read(ReadOnlySpan<byte> text)
    {
        if (_rest > 0)
        {
            _rest--;
            return null;
        }

        if (++_lines > WindowLines)
        {
            EndWindow();
        }

        if (_nodeCount == 0)
        {
            return null;
        }

        var found = _width switch
        {
            BlockWidth.Bits512 => Match<Block512>(text),
            BlockWidth.Bits256 => Match<Block256>(text),
            _ => Match<Block128>(text),
        };
        if (found < 0)
        {
            return null;
        }

        _hits++;
        Hits++;
        var shape = _shapes[found];
        shape.Begin();
        return shape;
    }

    /// <summary>Learns the shape of a line that was not read here and then was proved.</summary>
    /// <param name="text">The text that the line begins.</param>
    /// <param name="length">Length of the object.</param>
    /// <param name="walk">What proved it.</param>
    public void Learn(ReadOnlySpan<byte> text, int length, JsonWalk walk)
    {
        var end = walk.LineEnd;
        if (_rest > 0 || _learnt >= MostLearntInWindow || _shapes.Count == MostShapes || end >= text.Length || end > MostLearntBytes)
        {
            return;
        }

        _learnt++;
        var line = text[..(end + 1)];
        var builder = new Builder(this, walk);
        var literal = 0;
        var depth = 0;
        var isConstant = false;
        for (var at = 0; at < line.Length;)
        {
            switch (line[at])
            {
                case (byte)'{' or (byte)'[':
                    depth++;
                    isConstant = false;
                    at++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    at++;
                    break;
                case (byte)'"':
                    var behind = EndOfText(line, at + 1) + 1;
                    if (line[behind..].TrimStart(" \t\r"u8) is [(byte)':', ..])
                    {
                        isConstant = depth == 1 && IsConstant(line[(at + 1)..(behind - 1)]);
                        at = behind;
                        break;
                    }

                    if (isConstant && !builder.IsField(at + 1))
                    {
                        at = behind;
                        break;
                    }

                    if (!builder.Add(line[literal..(at + 1)], NodeKind.Text, at + 1))
                    {
                        return;
                    }

                    literal = behind - 1;
                    at = behind;
                    break;
                case (>= (byte)'0' and <= (byte)'9') or (byte)'-':
                    var digits = line[at..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
                    var isWhole = digits is > 0 and <= MostDigits && (line[at] != '0' || digits == 1)
                        && line[at + digits] is not ((byte)'.' or (byte)'e' or (byte)'E');
                    if (isWhole)
                    {
                        if (!builder.Add(line[literal..at], NodeKind.Number, at))
                        {
                            return;
                        }

                        literal = at + digits;
                        at = literal;
                    }
                    else
                    {
                        builder.NoteFixed(at, literal);
                        at += line[at..].IndexOfAny(ScalarEnds);
                    }

                    break;
                case (byte)'t' or (byte)'f':
                    builder.NoteFixed(at, literal);
                    at += line[at..].IndexOfAny(ScalarEnds);
                    break;
                default:
                    at++;
                    break;
            }
        }

        builder.Complete(line[literal..], end - length);
    }

    // The few members of an event that nearly always say the same: to compare them along is cheaper than to look for their ends.
    private static bool IsConstant(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("kind"u8) || key.SequenceEqual("apiVersion"u8) || key.SequenceEqual("level"u8) || key.SequenceEqual("stage"u8);

    // The quote that ends the text which begins at a place: the line is known to be sound.
    private static int EndOfText(ReadOnlySpan<byte> line, int at)
    {
        while (true)
        {
            at += line[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (line[at] == '"')
            {
                return at;
            }

            at += 2;
        }
    }

    private void EndWindow()
    {
        _age++;
        if (_hits < WindowLines / 4)
        {
            _rest = WindowsOfRest * WindowLines;
            Forget();
        }
        else if (_hits < WindowLines * 3 / 4 && _age > WindowsOfAge)
        {
            // Other lines come now than those that were learnt.
            Forget();
        }

        _lines = 1;
        _hits = 0;
        _learnt = 0;
    }

    private void Forget()
    {
        _shapes.Clear();
        _nodeCount = 0;
        _age = 0;
    }

    /// <summary>Goes down the tree along a line, and notes what stands in the holes.</summary>
    /// <returns>The number of its shape; -1 if the line comes in none, or ends less than a block in front of the text's end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Match<TBlock>(ReadOnlySpan<byte> text)
        where TBlock : struct, IByteBlock<TBlock>
    {
        // In bounds: each block is loaded from a place not behind the last one that has a whole block; nodes lead to nodes or to -1; and there are no
        // more holes than the shape that they belong to was learnt with.
        ref var start = ref MemoryMarshal.GetReference(text);
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        ref var literals = ref MemoryMarshal.GetArrayDataReference(_literals);
        ref var hole = ref MemoryMarshal.GetArrayDataReference(_holes);
        var last = text.Length - BlockSize;
        var number = 0;
        for (var at = 0; at <= last;)
        {
            var block = TBlock.Load(ref Unsafe.Add(ref start, at));
            ref var node = ref Unsafe.Add(ref nodes, number);
            while ((block.Same(ref Unsafe.Add(ref literals, number * BlockSize)) & node.Mask) != node.Mask)
            {
                number = node.Other;
                if (number < 0)
                {
                    return -1;
                }

                node = ref Unsafe.Add(ref nodes, number);
            }

            var length = node.Length;
            at += length;
            switch (node.Kind)
            {
                case NodeKind.Text:
                    // Most texts end in the block that their literal begins: what is left of it is looked at first.
                    hole.Start = at;
                    var quotes = block.Equal((byte)'"') >> length;
                    var telling = quotes | ((block.Equal((byte)'\\') | block.Below((byte)' ')) >> length);
                    if (telling == 0)
                    {
                        at += BlockSize - length;
                        do
                        {
                            if (at > last)
                            {
                                return -1;
                            }

                            block = TBlock.Load(ref Unsafe.Add(ref start, at));
                            quotes = block.Equal((byte)'"');
                            telling = quotes | block.Equal((byte)'\\') | block.Below((byte)' ');
                            at += BlockSize;
                        }
                        while (telling == 0);

                        at -= BlockSize;
                    }

                    hole.IsEscaped = (quotes & telling & (0 - telling)) == 0;
                    at += BitOperations.TrailingZeroCount(telling);
                    if (hole.IsEscaped)
                    {
                        at = EndOfEscapedText<TBlock>(text, hole.Start);
                        if (at < 0)
                        {
                            return -1;
                        }
                    }

                    hole.End = at;
                    hole = ref Unsafe.Add(ref hole, 1);
                    break;

                case NodeKind.Number:
                    var digits = BitOperations.TrailingZeroCount(~((block.Below((byte)'9' + 1) & ~block.Below((byte)'0')) >> length));
                    if (digits == BlockSize - length)
                    {
                        // They may go on behind the block.
                        if (at > last)
                        {
                            return -1;
                        }

                        block = TBlock.Load(ref Unsafe.Add(ref start, at));
                        digits = BitOperations.TrailingZeroCount(~(block.Below((byte)'9' + 1) & ~block.Below((byte)'0')));
                    }

                    if (digits is 0 or > MostDigits || (digits > 1 && Unsafe.Add(ref start, at) == '0'))
                    {
                        return -1;
                    }

                    hole.Start = at;
                    at += digits;
                    hole.End = at;
                    hole = ref Unsafe.Add(ref hole, 1);
                    break;

                case NodeKind.End:
                    LineEnd = at - 1;
                    return node.Shape;

                default:
                    break;
            }

            number = node.Child;
            if (number < 0)
            {
                return -1;
            }
        }

        return -1;
    }

    /// <summary>The quote that ends a text with escapes, all of which are looked at.</summary>
    /// <param name="text">The text that holds it.</param>
    /// <param name="at">Where it begins, behind its quote.</param>
    /// <returns>-1 if it is no sound one, or ends less than a block in front of the end of what holds it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int EndOfEscapedText<TBlock>(ReadOnlySpan<byte> text, int at)
        where TBlock : struct, IByteBlock<TBlock>
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        var carry = 0UL;
        for (; at <= text.Length - BlockSize; at += BlockSize)
        {
            var block = TBlock.Load(ref Unsafe.Add(ref start, at)); // in bounds: a whole block is left
            var quotes = block.Equal((byte)'"');
            var backslashes = block.Equal((byte)'\\');
            var escaped = BlockBits.Escaped(backslashes, ref carry);
            quotes &= ~escaped;

            // In front of the quote, or anywhere if there is none.
            var inside = (quotes - 1) & ~quotes;
            if ((block.Below((byte)' ') & inside) != 0
                || !JsonScalars.AreEscapes(text, at, escaped & ~(block.Equal((byte)'"') | backslashes) & inside))
            {
                return -1;
            }

            if (quotes != 0)
            {
                return at + BitOperations.TrailingZeroCount(quotes);
            }
        }

        return -1;
    }

    /// <summary>What follows a literal.</summary>
    private enum NodeKind : byte
    {
        /// <summary>More of the same literal.</summary>
        Literal,

        /// <summary>The content of a text.</summary>
        Text,

        /// <summary>The digits of a number.</summary>
        Number,

        /// <summary>The next line.</summary>
        End,
    }

    /// <summary>A literal, or part of one.</summary>
    private struct Node
    {
        /// <summary>A bit for each of its bytes.</summary>
        public ulong Mask;

        /// <summary>How many bytes it has: 1 to 63.</summary>
        public int Length;

        /// <summary>The first of the nodes that may come behind; -1 without.</summary>
        public int Child;

        /// <summary>The next node that may stand in the same place; -1 without.</summary>
        public int Other;

        /// <summary>The shape that ends here; -1 without.</summary>
        public int Shape;

        /// <summary>What follows.</summary>
        public NodeKind Kind;
    }

    /// <summary>What stands in a hole.</summary>
    internal struct Hole
    {
        /// <summary>Its first byte.</summary>
        public int Start;

        /// <summary>The first byte behind it.</summary>
        public int End;

        /// <summary>True for a text with escapes.</summary>
        public bool IsEscaped;
    }

    /// <summary>Adds one shape to the tree.</summary>
    private ref struct Builder(LineShapes shapes, JsonWalk walk)
    {
        private readonly ReadOnlySpan<RawField> _fields = walk.Fields;
        private readonly List<FieldPlace> _places = [];
        private int _node = -1;
        private int _holes;

        /// <summary>True if a sought value begins at a place.</summary>
        public readonly bool IsField(int place) => FieldAt(place) >= 0;

        /// <summary>Adds a literal and the hole behind it; false if there is no room.</summary>
        public bool Add(ReadOnlySpan<byte> literal, NodeKind kind, int place)
        {
            if (_holes == MostHoles || !AddLiteral(literal, kind))
            {
                return false;
            }

            if (FieldAt(place) is >= 0 and var field)
            {
                _places.Add(new FieldPlace(field, _holes, 0, kind == NodeKind.Text));
            }

            _holes++;
            return true;
        }

        /// <summary>Notes a sought value that is part of the literal, such as true.</summary>
        /// <param name="place">Where it begins.</param>
        /// <param name="literal">Where the literal begins: at the end of the hole in front.</param>
        public readonly void NoteFixed(int place, int literal)
        {
            if (FieldAt(place) is >= 0 and var field)
            {
                _places.Add(new FieldPlace(field, _holes - 1, place - literal, false) { IsFixed = true });
            }
        }

        /// <summary>Adds the last literal.</summary>
        public void Complete(ReadOnlySpan<byte> literal, int trailing)
        {
            // Known already are lines that are too near to the text's end to be compared.
            if (AddLiteral(literal, NodeKind.End) && shapes._nodes[_node].Shape < 0)
            {
                shapes._nodes[_node].Shape = shapes._shapes.Count;
                shapes._shapes.Add(new LineShape(walk, [.. _places], shapes._holes, trailing));
            }
        }

        private readonly int FieldAt(int place)
        {
            for (var field = 0; field < _fields.Length; field++)
            {
                if (_fields[field].Start == place && _fields[field].Kind != RawKind.Missing)
                {
                    return field;
                }
            }

            return -1;
        }

        private bool AddLiteral(ReadOnlySpan<byte> literal, NodeKind kind)
        {
            // The last part leaves room in a block for some of what follows.
            for (; literal.Length >= BlockSize; literal = literal[LiteralPart..])
            {
                if (!Step(literal[..LiteralPart], NodeKind.Literal))
                {
                    return false;
                }
            }

            return Step(literal, kind);
        }

        private bool Step(ReadOnlySpan<byte> literal, NodeKind kind)
        {
            var sibling = -1;
            var branches = 0;
            for (var next = _node >= 0 ? shapes._nodes[_node].Child : shapes._nodeCount > 0 ? 0 : -1; next >= 0; next = shapes._nodes[next].Other)
            {
                ref readonly var node = ref shapes._nodes[next];
                if (node.Kind == kind && node.Length == literal.Length && shapes._literals.AsSpan(next * BlockSize, literal.Length).SequenceEqual(literal))
                {
                    _node = next;
                    return true;
                }

                sibling = next;
                branches++;
            }

            if (branches == MostBranches || shapes._nodeCount == MostNodes)
            {
                return false;
            }

            var added = shapes.AddNode(literal, kind);
            if (sibling >= 0)
            {
                shapes._nodes[sibling].Other = added;
            }
            else if (_node >= 0)
            {
                shapes._nodes[_node].Child = added;
            }

            _node = added;
            return true;
        }
    }

    private int AddNode(ReadOnlySpan<byte> literal, NodeKind kind)
    {
        if (_nodeCount == _nodes.Length)
        {
            Array.Resize(ref _nodes, _nodes.Length * 2);
            Array.Resize(ref _literals, _literals.Length * 2);
        }

        literal.CopyTo(_literals.AsSpan(_nodeCount * BlockSize));
        _nodes[_nodeCount] = new Node
        {
            Mask = (1UL << literal.Length) - 1,
            Length = literal.Length,
            Child = -1,
            Other = -1,
            Shape = -1,
            Kind = kind,
        };
        return _nodeCount++;
    }
}

/// <summary>Where the value of a field stands in lines of one shape.</summary>
/// <param name="Field">The field.</param>
/// <param name="Hole">The hole that it fills; if it is part of a literal, the hole in front of that, -1 for none.</param>
/// <param name="Offset">Its distance from the end of that hole, or from the beginning of the line.</param>
/// <param name="IsText">True for a text, false for a number.</param>
internal readonly record struct FieldPlace(int Field, int Hole, int Offset, bool IsText)
{
    /// <summary>True if it is part of a literal, and so always the same.</summary>
    public bool IsFixed { get; init; }
}

/// <summary>The shape of a line, and the fields of the line that was read last in it.</summary>
internal sealed class LineShape
{
    private readonly LineShapes.Hole[] _holes;
    private readonly RawField[] _fields;
    private readonly MemberShape[] _shapes;
    private readonly FieldPlace[] _places;
    private readonly int[] _placeOf;
    private bool _isTaken;

    /// <summary>Makes a shape.</summary>
    /// <param name="walk">What proved its first line.</param>
    /// <param name="places">Where its fields stand: at most one place for each.</param>
    /// <param name="holes">What stands in the holes of the line that was read last in any shape.</param>
    /// <param name="trailing">Blanks between the object and the line feed.</param>
    public LineShape(JsonWalk walk, FieldPlace[] places, LineShapes.Hole[] holes, int trailing)
    {
        _fields = [.. walk.Fields];
        _shapes = [.. walk.Shapes];
        _holes = holes;
        _places = places;
        _placeOf = new int[_fields.Length];
        Array.Fill(_placeOf, -1);
        for (var i = 0; i < places.Length; i++)
        {
            _placeOf[places[i].Field] = i;
        }

        HasUnusualMember = walk.HasUnusualMember;
        Trailing = trailing;
    }

    /// <inheritdoc cref="JsonWalk.Fields"/>
    public ReadOnlySpan<RawField> Fields
    {
        get
        {
            if (!_isTaken)
            {
                Take();
            }

            return _fields;
        }
    }

    /// <inheritdoc cref="JsonWalk.HasUnusualMember"/>
    public bool HasUnusualMember { get; }

    /// <summary>Blanks between the object and the line feed.</summary>
    public int Trailing { get; }

    /// <summary>What a reader found out about lines of this shape; 0 until it is set.</summary>
    public byte Note { get; set; }

    /// <summary>One field, without a look at the others.</summary>
    public RawField Field(int field)
    {
        var place = _isTaken ? -1 : _placeOf[field];
        return place < 0 ? _fields[field] : At(_places[place]);
    }

    /// <summary>What the member behind a field's name is.</summary>
    public MemberShape ShapeOf(int field)
    {
        var place = _placeOf[field];
        return place >= 0 && _places[place].IsText
            ? _holes[_places[place].Hole].IsEscaped ? MemberShape.EscapedText : MemberShape.Text
            : _shapes[field];
    }

    /// <summary>Begins another line: its fields are taken out of the holes when they are asked for, which for most lines is never.</summary>
    public void Begin() => _isTaken = false;

    private void Take()
    {
        foreach (ref readonly var place in _places.AsSpan())
        {
            _fields[place.Field] = At(place);
        }

        _isTaken = true;
    }

    private RawField At(in FieldPlace place)
    {
        if (place.IsFixed)
        {
            return _fields[place.Field] with { Start = (place.Hole < 0 ? 0 : _holes[place.Hole].End) + place.Offset };
        }

        ref readonly var hole = ref _holes[place.Hole];
        return place.IsText
            ? new RawField(RawKind.Text, hole.Start, hole.End - hole.Start, hole.IsEscaped)
            : new RawField(RawKind.Number, hole.Start, hole.End - hole.Start, false);
    }
}
