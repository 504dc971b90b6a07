using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AuditDashboard.LogsInsights.Execution.Scanning;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>
/// Finds the fields of one record in one pass over its UTF-8, without building a document. The whole record is read, so that a
/// record which is broken at its end has no fields, and of a repeated member the last one wins. Not safe for several threads.
/// </summary>
/// <remarks>
/// Depth is not limited: whoever sends a request body chooses its nesting and must not be able to hide the event by it.
/// The reader keeps a bit for each level and skips without recursion.
/// </remarks>
internal sealed class JsonFields(FieldPaths paths, BlockWidth width)
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = int.MaxValue };

    private readonly JsonWalk _walk = new(paths, width);
    private readonly LineShapes _lines = new(width);
    private readonly RawField[] _fields = new RawField[paths.Count];
    private readonly (long Record, long Container)[] _seen = new (long, long)[paths.NodeCount];
    private readonly List<Level> _levels = [];
    private long _record;
    private bool _isWalked;
    private LineShape? _shape;

    public JsonFields(FieldPaths paths)
        : this(paths, BlockWidths.Best)
    {
    }

    /// <summary>Lines of a known shape so far.</summary>
    internal long LinesOfKnownShape => _lines.Hits;

    /// <summary>The fields of the record that was read last.</summary>
    public ReadOnlySpan<RawField> Fields => _shape is { } shape ? shape.Fields : _isWalked ? _walk.Fields : _fields;

    /// <summary>One field of the record that was read last.</summary>
    public RawField Field(int field) => _shape is { } shape ? shape.Field(field) : _isWalked ? _walk.Fields[field] : _fields[field];

    /// <summary>What the member behind a field's name is. Only while what <see cref="ReadLine"/> or <see cref="Walk"/> proved is at hand.</summary>
    public MemberShape ShapeOf(int field) => _shape is { } shape ? shape.ShapeOf(field) : _walk.Shapes[field];

    /// <summary>What a reader keeps with the shape of the line read last; 0 until it is set, and always for a line of no known shape.</summary>
    public byte ShapeNote
    {
        get => _shape?.Note ?? 0;
        set
        {
            if (_shape is { } shape)
            {
                shape.Note = value;
            }
        }
    }

    /// <inheritdoc cref="JsonWalk.HasUnusualMember"/>
    public bool HasUnusualMember => _shape?.HasUnusualMember ?? _walk.HasUnusualMember;

    /// <summary>Reads a record; false, and no fields, if it is not a JSON object.</summary>
    public bool Read(ReadOnlySpan<byte> message)
    {
        // What the walk does not prove is for the reader below, which decides.
        var length = Walk(message);
        return (length >= 0 && message[length..].IndexOfAnyExcept(" \t\r\n"u8) < 0) || ReadSlowly(message);
    }

    /// <summary>Reads the line that a text begins with: as <see cref="Walk"/>, and faster where lines come in few shapes.</summary>
    /// <inheritdoc cref="JsonWalk.Read"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int ReadLine(ReadOnlySpan<byte> text)
    {
        _shape = _lines.Read(text);
        if (_shape is { } shape)
        {
            LineEnd = _lines.LineEnd;
            return LineEnd - shape.Trailing;
        }

        var length = Walk(text);
        if (length >= 0)
        {
            _lines.Learn(text, length, _walk);
        }

        return length;
    }

    /// <inheritdoc cref="JsonWalk.Read"/>
    public int Walk(ReadOnlySpan<byte> text)
    {
        _shape = null;
        var length = _walk.Read(text);
        _isWalked = length >= 0;
        LineEnd = _walk.LineEnd;
        return length;
    }

    /// <summary>Takes the fields of a record that was read before.</summary>
    public void Load(ReadOnlySpan<RawField> fields)
    {
        _shape = null;
        _isWalked = false;
        fields.CopyTo(_fields);
    }

    /// <summary>Where the line ends that <see cref="ReadLine"/> or <see cref="Walk"/> proved last.</summary>
    public int LineEnd { get; private set; }

    /// <summary>Reads a record with <see cref="Utf8JsonReader"/> alone: what <see cref="Read"/> must agree with.</summary>
    internal bool ReadSlowly(ReadOnlySpan<byte> message)
    {
        _shape = null;
        _isWalked = false;
        Array.Clear(_fields);
        _levels.Clear();
        _record++;

        // A byte order mark is not part of the text.
        var offset = message.StartsWith("\uFEFF"u8) ? 3 : 0;
        var json = message[offset..];

        // Most records that are not JSON are told at their first byte, without an exception.
        var first = json.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0 || json[first] != (byte)'{')
        {
            return false;
        }

        var reader = new Utf8JsonReader(json, ReaderOptions);
        try
        {
            Scan(ref reader, offset);
            return true;
        }
        catch (JsonException)
        {
            Array.Clear(_fields);
            return false;
        }
    }

    private void Scan(ref Utf8JsonReader reader, int offset)
    {
        var node = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    // The name leads to the value's node; -1 means that nothing in the value is needed.
                    node = Find(ref reader);
                    if (node < 0)
                    {
                        reader.Read();
                        reader.Skip();
                    }

                    continue;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    if (_levels.Count > 0)
                    {
                        node = NodeOfValue(node);
                        node = node < 0 ? -1 : paths.Step(node, (byte)'.');
                    }

                    var isArray = reader.TokenType == JsonTokenType.StartArray;
                    if (node < 0 || (isArray && !paths.HasDigit(node)))
                    {
                        reader.Skip();
                    }
                    else
                    {
                        _levels.Add(new Level(node, reader.TokenStartIndex, isArray));
                    }

                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _levels.RemoveAt(_levels.Count - 1);
                    continue;
                case JsonTokenType.Null:
                    NodeOfValue(node);
                    continue;
                default:
                    Store(ref reader, NodeOfValue(node), offset);
                    continue;
            }
        }
    }

    // In an object the node of the value was found with its name; in an array it is the position's.
    private int NodeOfValue(int node)
    {
        var level = _levels[^1];
        if (!level.IsArray)
        {
            return node;
        }

        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(level.Index, digits, out var length);
        _levels[^1] = level with { Index = level.Index + 1 };
        return paths.Walk(level.Node, digits[..length]);
    }

    private int Find(ref Utf8JsonReader reader)
    {
        var level = _levels[^1];
        var node = reader.ValueIsEscaped ? WalkEscaped(level.Node, reader.ValueSpan) : WalkName(level.Node, reader.ValueSpan);
        if (node < 0)
        {
            return -1;
        }

        // The same member of the same object once more: what it held before is gone, even if it is an object or null now.
        var place = (_record, level.Start);
        if (_seen[node] == place)
        {
            foreach (var field in paths.FieldsFrom(node))
            {
                _fields[field] = default;
            }
        }

        _seen[node] = place;
        return node;
    }

    private int WalkEscaped(int node, ReadOnlySpan<byte> raw)
    {
        var rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        var found = WalkName(node, rented.AsSpan(0, JsonText.Unescape(raw, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return found;
    }

    // A discovered field whose own name starts with @ has one more @ in the language: @x is written @@x.
    private int WalkName(int node, ReadOnlySpan<byte> name)
    {
        if (node == 0 && name.Length > 0 && name[0] == (byte)'@')
        {
            node = paths.Step(0, (byte)'@');
            if (node < 0)
            {
                return -1;
            }
        }

        return paths.Walk(node, name);
    }

    private void Store(ref Utf8JsonReader reader, int node, int offset)
    {
        var field = node < 0 ? -1 : paths.FieldAt(node);
        if (field < 0)
        {
            return;
        }

        var start = offset + (int)reader.TokenStartIndex;
        _fields[field] = reader.TokenType switch
        {
            JsonTokenType.String => new RawField(RawKind.Text, start + 1, reader.ValueSpan.Length, reader.ValueIsEscaped),
            JsonTokenType.Number => new RawField(RawKind.Number, start, reader.ValueSpan.Length, false),
            JsonTokenType.True => new RawField(RawKind.True, start, 4, false),
            _ => new RawField(RawKind.False, start, 5, false),
        };
    }

    private readonly record struct Level(int Node, long Start, bool IsArray, long Index = 0);
}
