using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights;

/// <summary>
/// Reads the text of one record after the other in one quick walk, for the query or selections that it belongs to and for its reader, who may ask
/// for members by name. Not safe for several threads.
/// </summary>
public sealed class RecordFields
{
    private readonly JsonFields _json;
    private readonly int[] _fields;

    internal RecordFields(Layout layout, RunClock clock, IReadOnlyList<string> members)
    {
        var names = layout.Names.ToList();
        _fields = new int[members.Count];
        for (var i = 0; i < _fields.Length; i++)
        {
            var at = names.IndexOf(members[i]);
            if (at < 0)
            {
                at = names.Count;
                names.Add(members[i]);
            }

            _fields[i] = at;
        }

        _json = new JsonFields(new FieldPaths(names));
        Frame = new Frame(layout, clock, _json);
    }

    /// <summary>True if the object read last has a member of its own that begins with <c>p_</c>, or one that is written with a dot and sought.</summary>
    public bool HasUnusualMember => _json.HasUnusualMember;

    /// <summary>The frame over the record.</summary>
    internal Frame Frame { get; }

    /// <summary>The fields of the object read last: those of the layout, then the other members.</summary>
    internal ReadOnlySpan<RawField> Raw => _json.Fields;

    /// <summary>One field of the object read last, by its number in the layout.</summary>
    internal RawField RawOf(int field) => _json.Field(field);

    /// <summary>Where the line of the object read last ends: at its line feed, or at the end of the text.</summary>
    public int LineEnd => _json.LineEnd;

    /// <summary>How many lines came in a known shape so far.</summary>
    internal long LinesOfKnownShape => _json.LinesOfKnownShape;

    /// <summary>Reads the line that a text begins with.</summary>
    /// <param name="text">Begins with a JSON object; behind it, up to the line feed or the end, only blanks may stand.</param>
    /// <returns>Length of the object in bytes; -1 if the walk does not prove that the line is a sound one, which a full JSON reader then has to decide.</returns>
    public int Read(ReadOnlySpan<byte> text) => _json.ReadLine(text);

    /// <summary>Keeps the fields of the object read last.</summary>
    internal int Save(FieldStore store) => store.Add(_json.Fields);

    /// <summary>Takes the fields of a record that others read for the same query and the same members.</summary>
    internal void Load(FieldStore store, int at) => _json.Load(store.Get(at, _json.Fields.Length));

    /// <summary>What a member of the object read last is.</summary>
    /// <param name="member">Its number among the members that were asked for.</param>
    public MemberShape ShapeOf(int member) => _json.ShapeOf(_fields[member]);

    /// <summary>
    /// What its reader found out about all lines of the shape that the line read last has, whatever their texts and numbers are; 0 until it is set,
    /// and always for a line of no known shape.
    /// </summary>
    public byte ShapeNote
    {
        get => _json.ShapeNote;
        set => _json.ShapeNote = value;
    }

    /// <summary>Length in bytes of a text, without quotes and still with its escapes, or of a number; 0 for anything else.</summary>
    /// <param name="member">The member's number.</param>
    public int LengthOf(int member) => _json.Field(_fields[member]).Length;

    /// <summary>The bytes of a text, without quotes and still with its escapes, or of a number.</summary>
    /// <param name="text">The text that was given to <see cref="Read"/>.</param>
    /// <param name="member">The member's number.</param>
    public ReadOnlySpan<byte> BytesOf(ReadOnlySpan<byte> text, int member)
    {
        var raw = _json.Field(_fields[member]);
        return text.Slice(raw.Start, raw.Length);
    }
}
