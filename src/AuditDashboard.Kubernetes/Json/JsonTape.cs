using System.Buffers;
using System.Text.Json;

namespace AuditDashboard.Kubernetes.Json;

/// <summary>A JSON text as a flat list of values in document order, each knowing where what it holds ends.</summary>
/// <remarks>
/// Nothing here recurses, so nesting costs memory only (a bit and a node a level): a body of a million brackets is read like any other.
/// Text inside strings is not looked at: bytes that are not UTF-8 and lone surrogates pass.
/// </remarks>
internal ref struct JsonTape : IDisposable
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    private JsonNode[]? _nodes;

    private JsonTape(ReadOnlySpan<byte> json, JsonNode[] nodes, int count, int depth)
    {
        Json = json;
        _nodes = nodes;
        Count = count;
        Depth = depth;
    }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Json { get; }

    /// <summary>Number of values.</summary>
    public int Count { get; }

    /// <summary>The deepest nesting: 0 for a scalar, 1 for a flat object.</summary>
    public int Depth { get; }

    /// <summary>The values in document order; the root is first.</summary>
    public readonly ReadOnlySpan<JsonNode> Nodes => _nodes.AsSpan(0, Count);

    /// <summary>Parses; false where the text is not exactly one JSON value. The tape must be disposed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, out JsonTape tape)
    {
        // One value takes at least two bytes with its comma; real events have one in 20 to 30 bytes.
        var nodes = ArrayPool<JsonNode>.Shared.Rent(Math.Max(64, json.Length / 16));
        try
        {
            tape = Parse(json, ref nodes);
            return true;
        }
        catch (JsonException)
        {
            ArrayPool<JsonNode>.Shared.Return(nodes);
            tape = default;
            return false;
        }
    }

    // Kept apart from TryParse so that the try region stays small.
    private static JsonTape Parse(ReadOnlySpan<byte> json, scoped ref JsonNode[] nodes)
    {
        var reader = new Utf8JsonReader(json, Options);
        var count = 0;
        var open = -1;
        var depth = 0;
        var name = new JsonNode { NameStart = -1 };
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name.NameStart = (int)reader.TokenStartIndex + 1;
                    name.NameLength = reader.ValueSpan.Length;
                    name.NameEscaped = reader.ValueIsEscaped;
                    continue;

                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    ref var closed = ref nodes[open];
                    open = closed.Next;
                    closed.Length = (int)reader.BytesConsumed - closed.Start;
                    closed.Next = count;
                    continue;
            }

            if (count == nodes.Length)
            {
                Grow(ref nodes);
            }

            ref var node = ref nodes[count];
            node = name;
            name = new JsonNode { NameStart = -1 };
            node.Type = reader.TokenType;
            node.Start = (int)reader.TokenStartIndex;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                // While a container is open, Next links to the one around it.
                node.Next = open;
                open = count;
                depth = Math.Max(depth, reader.CurrentDepth + 1);
            }
            else
            {
                node.Next = count + 1;
                node.Length = reader.ValueSpan.Length;
                if (reader.TokenType == JsonTokenType.String)
                {
                    node.Start++;
                    node.ValueEscaped = reader.ValueIsEscaped;
                }
            }

            count++;
        }

        return new JsonTape(json, nodes, count, depth);
    }

    private static void Grow(scoped ref JsonNode[] nodes)
    {
        var larger = ArrayPool<JsonNode>.Shared.Rent(nodes.Length * 2);
        nodes.CopyTo(larger, 0);
        ArrayPool<JsonNode>.Shared.Return(nodes);
        nodes = larger;
    }

    /// <summary>The name of a member as written, still escaped.</summary>
    public readonly ReadOnlySpan<byte> RawName(int index)
    {
        ref readonly var node = ref _nodes![index];
        return Json.Slice(node.NameStart, node.NameLength);
    }

    /// <summary>The value as written: strings without quotes and still escaped.</summary>
    public readonly ReadOnlySpan<byte> RawValue(int index)
    {
        ref readonly var node = ref _nodes![index];
        return Json.Slice(node.Start, node.Length);
    }

    /// <summary>Whether a member has this name, escapes undone.</summary>
    public readonly bool NameIs(int index, ReadOnlySpan<byte> name)
    {
        ref readonly var node = ref _nodes![index];
        return node.NameStart >= 0 && (node.NameEscaped
            ? JsonText.EscapedEquals(Json.Slice(node.NameStart, node.NameLength), name)
            : Json.Slice(node.NameStart, node.NameLength).SequenceEqual(name));
    }

    /// <summary>Whether a value is there (its index is not negative) and is this string, escapes undone.</summary>
    public readonly bool StringIs(int index, ReadOnlySpan<byte> text)
    {
        if (index < 0)
        {
            return false;
        }

        ref readonly var node = ref _nodes![index];
        return node.Type == JsonTokenType.String && (node.ValueEscaped
            ? JsonText.EscapedEquals(Json.Slice(node.Start, node.Length), text)
            : Json.Slice(node.Start, node.Length).SequenceEqual(text));
    }

    /// <summary>The last member of an object with this name (the last one wins); -1 where there is none or <paramref name="container"/> is no object.</summary>
    public readonly int FindLast(int container, ReadOnlySpan<byte> name)
    {
        var found = -1;
        if (container < 0 || _nodes![container].Type != JsonTokenType.StartObject)
        {
            return found;
        }

        for (var child = container + 1; child < _nodes[container].Next; child = _nodes[child].Next)
        {
            if (NameIs(child, name))
            {
                found = child;
            }
        }

        return found;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_nodes is { } nodes)
        {
            _nodes = null;
            ArrayPool<JsonNode>.Shared.Return(nodes);
        }
    }
}
