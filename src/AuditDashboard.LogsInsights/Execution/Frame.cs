using System.Text;

namespace AuditDashboard.LogsInsights.Execution;

/// <summary>
/// The slots of one record or row while expressions are evaluated over it. Values are loaded when first asked for, and the
/// message is parsed when the first discovered field is. Not safe for several threads.
/// </summary>
internal sealed class Frame
{
    private readonly Layout _layout;
    private readonly JsonFields _json;
    private readonly bool[] _isLoaded;
    private Value[] _values;
    private bool _isParsed;
    private bool _isRow;
    private LogRecord _record;

    public Frame(Layout layout, RunClock clock)
        : this(layout, clock, new JsonFields(layout.Paths ?? throw new InvalidOperationException("The layout is not sealed.")))
    {
    }

    /// <summary>Makes a frame over fields that its owner reads; those of the layout come first.</summary>
    public Frame(Layout layout, RunClock clock, JsonFields json)
    {
        _layout = layout;
        Clock = clock;
        _json = json;
        _values = new Value[layout.Count];
        _isLoaded = new bool[layout.Count];
    }

    /// <summary>The times of the run.</summary>
    public RunClock Clock { get; }

    /// <summary>True while a kept row is attached rather than a record.</summary>
    public bool IsRow => _isRow;

    /// <summary>The message of the record; empty for rows.</summary>
    public ReadOnlySpan<byte> Message => _record.Message.Span;

    /// <summary>The instant of the record or row in microseconds since 1970, or null.</summary>
    public long? TimestampMicros { get; private set; }

    /// <summary>Goes to a record.</summary>
    public void Attach(in LogRecord record)
    {
        if (_isRow)
        {
            _values = new Value[_layout.Count];
            _isRow = false;
        }

        Array.Clear(_isLoaded);
        _record = record;
        _isParsed = false;
        TimestampMicros = record.TimestampMicros;
    }

    /// <summary>Goes to a record whose message the fields have just been read from.</summary>
    public void AttachRead(in LogRecord record)
    {
        Attach(record);
        _isParsed = true;
    }

    /// <summary>Goes to a row that was kept: its values are all there is.</summary>
    public void Attach(Value[] values, long? timestampMicros)
    {
        _values = values;
        _isRow = true;
        _record = default;
        TimestampMicros = timestampMicros;
    }

    /// <summary>Lets go of the record's memory, which the caller may reuse.</summary>
    public void Detach() => _record = default;

    /// <summary>The value of a slot.</summary>
    public Value Get(int slot)
    {
        if (_isRow || _isLoaded[slot])
        {
            return _values[slot];
        }

        _isLoaded[slot] = true;
        var (kind, index) = _layout[slot];
        return _values[slot] = kind switch
        {
            SlotKind.Discovered => Decode(Raw(index)),
            SlotKind.System => Read((SystemField)index),
            _ => default,
        };
    }

    /// <summary>Sets the value of a slot.</summary>
    public void Set(int slot, in Value value)
    {
        _values[slot] = value;
        if (!_isRow)
        {
            _isLoaded[slot] = true;
        }
    }

    /// <summary>A copy of some slots, for a row that is kept.</summary>
    public Value[] Capture(ReadOnlySpan<int> slots)
    {
        var values = new Value[_layout.Count];
        foreach (var slot in slots)
        {
            values[slot] = Get(slot);
        }

        return values;
    }

    /// <summary>Where a discovered field stands, without decoding it. Only while a record is attached.</summary>
    public bool TryGetRaw(int slot, out RawField raw)
    {
        raw = default;
        if (_isRow)
        {
            return false;
        }

        raw = Raw(_layout[slot].Index);
        return true;
    }

    private RawField Raw(int index)
    {
        if (!_isParsed)
        {
            _json.Read(Message);
            _isParsed = true;
        }

        return _json.Field(index);
    }

    private Value Decode(in RawField raw) => raw.Kind switch
    {
        RawKind.Text => Value.OfText(JsonText.Decode(Message.Slice(raw.Start, raw.Length), raw.IsEscaped)),
        RawKind.Number => Value.OfNumberText(Encoding.ASCII.GetString(Message.Slice(raw.Start, raw.Length))),
        RawKind.True => Value.OfText("true"),
        RawKind.False => Value.OfText("false"),
        _ => default,
    };

    private Value Read(SystemField field) => field switch
    {
        SystemField.Timestamp => _record.TimestampMicros is { } micros ? Value.OfInstant(micros) : default,
        SystemField.Message => Value.OfText(Encoding.UTF8.GetString(Message)),
        SystemField.IngestionTime => _record.IngestionTimeMicros is { } micros ? Value.OfInstant(micros) : default,
        SystemField.LogStream => Of(_record.LogStream),
        SystemField.Log => Of(_record.Log),
        _ => Of(_record.Pointer),
    };

    private static Value Of(string? text) => text is null ? default : Value.OfText(text);
}
