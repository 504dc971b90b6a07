using System.Text.Json;

namespace AuditDashboard.Harvest.Input;

/// <summary>An element of a JSON list.</summary>
/// <param name="Value">Its own bytes.</param>
/// <param name="Line">The line in which it starts.</param>
internal readonly record struct Element(ReadOnlyMemory<byte> Value, long Line);

/// <summary>Walks the elements of a JSON list that is known to be sound, for <c>foreach</c>.</summary>
/// <param name="list">The list, brackets included.</param>
/// <param name="line">The line in which the list starts.</param>
internal struct ElementList(ReadOnlyMemory<byte> list, long line)
{
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = int.MaxValue });
    private int _position;
    private int _counted;
    private long _line = line;

    /// <summary>The elements of a list that is a member of an object.</summary>
    /// <param name="json">The object.</param>
    /// <param name="member">Where the list stands.</param>
    /// <param name="line">The line in which the object starts.</param>
    public static ElementList Of(ReadOnlyMemory<byte> json, MemberRange member, long line) =>
        new(member.In(json), line + json.Span[..member.Start].Count((byte)'\n'));

    /// <summary>The element that <see cref="MoveNext"/> found.</summary>
    public Element Current { get; private set; }

    /// <summary>Walks from the beginning.</summary>
    public readonly ElementList GetEnumerator() => this;

    /// <summary>Goes to the next element.</summary>
    public bool MoveNext()
    {
        var reader = new Utf8JsonReader(list.Span[_position..], isFinalBlock: false, _state);
        if (!reader.Read() || (_position == 0 && !reader.Read()) || reader.TokenType == JsonTokenType.EndArray)
        {
            return false;
        }

        var start = _position + (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return false;
        }

        var end = _position + (int)reader.BytesConsumed;
        _line += list.Span[_counted..start].Count((byte)'\n');
        _counted = start;
        _state = reader.CurrentState;
        _position = end;
        Current = new Element(list[start..end], _line);
        return true;
    }
}
