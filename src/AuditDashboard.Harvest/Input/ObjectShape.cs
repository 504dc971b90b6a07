using System.Text.Json;

namespace AuditDashboard.Harvest.Input;

/// <summary>How a text begins as JSON.</summary>
internal enum JsonExtent
{
    /// <summary>One whole value and nothing but white space behind it.</summary>
    Complete,

    /// <summary>The beginning of a value, ending between two tokens: the next line may go on with it.</summary>
    Unfinished,

    /// <summary>Not JSON, or cut inside a token, or followed by something else.</summary>
    Invalid,
}

/// <summary>Where a member's value stands in its object.</summary>
/// <param name="Start">First byte of the value, quotes included.</param>
/// <param name="End">First byte after the value.</param>
/// <param name="Kind">The value's first token; <see cref="JsonTokenType.None"/> where the object has no such member.</param>
internal readonly record struct MemberRange(int Start, int End, JsonTokenType Kind)
{
    /// <summary>The value.</summary>
    public ReadOnlyMemory<byte> In(ReadOnlyMemory<byte> json) => json[Start..End];

    /// <summary>What stands between the quotes of a string value.</summary>
    public ReadOnlySpan<byte> TextIn(ReadOnlyMemory<byte> json) => json.Span[(Start + 1)..(End - 1)];
}

/// <summary>The members of one JSON object that tell an audit event from something that carries events. Of repeated members the last counts.</summary>
internal struct ObjectShape
{
    /// <summary>Deep enough for any line of the largest size that is read: depth alone must not hide an event.</summary>
    private const int MaxDepth = 64 * 1024 * 1024;

    private bool _isKindEvent;
    private bool _hasAuditId;
    private bool _hasVerb;
    private bool _hasEnvelopeMember;

    /// <summary>True for an audit event, whatever other members it has: what it carries in its bodies is no wrapper.</summary>
    public readonly bool IsAuditEvent => _isKindEvent || _hasAuditId || (_hasVerb && _hasEnvelopeMember);

    /// <summary>True if <c>kind</c> is <c>EventList</c>.</summary>
    public bool IsEventList { get; private set; }

    /// <summary>True if a member's name begins with <c>p_</c>.</summary>
    public bool HasPantherMember { get; private set; }

    /// <summary>True for an object that Panther has marked as its own (<c>p_log_type</c>).</summary>
    public bool IsPanther { get; private set; }

    /// <summary>True if it has a member that goes with the answers of the CloudWatch Logs API and no event has.</summary>
    public bool HasAnswerMember { get; private set; }

    public MemberRange Results { get; private set; }

    public MemberRange Events { get; private set; }

    public MemberRange LogEvents { get; private set; }

    public MemberRange Records { get; private set; }

    public MemberRange Items { get; private set; }

    public MemberRange AtMessage { get; private set; }

    public MemberRange AtTimestamp { get; private set; }

    public MemberRange AtIngestionTime { get; private set; }

    public MemberRange AtLogStream { get; private set; }

    public MemberRange AtLog { get; private set; }

    public MemberRange AtPointer { get; private set; }

    public MemberRange Properties { get; private set; }

    public MemberRange Log { get; private set; }

    public MemberRange Message { get; private set; }

    public MemberRange Timestamp { get; private set; }

    public MemberRange IngestionTime { get; private set; }

    public MemberRange LogStreamName { get; private set; }

    public MemberRange LogStream { get; private set; }

    public MemberRange LogGroup { get; private set; }

    public MemberRange Owner { get; private set; }

    public MemberRange Field { get; private set; }

    public MemberRange Value { get; private set; }

    /// <summary>Checks the text as one JSON value and, where that is an object, notes its members.</summary>
    /// <param name="json">The text, with its line end: a number is whole only if something stands behind it.</param>
    /// <param name="shape">The members of an object.</param>
    public static JsonExtent Read(ReadOnlySpan<byte> json, out ObjectShape shape)
    {
        shape = default;
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        try
        {
            if (!reader.Read())
            {
                return JsonExtent.Invalid;
            }

            var isWhole = reader.TokenType == JsonTokenType.StartObject ? shape.ReadMembers(ref reader) : reader.TrySkip();
            var rest = json[(int)reader.BytesConsumed..].TrimStart(" \t\r\n"u8);
            if (isWhole)
            {
                return rest.IsEmpty ? JsonExtent.Complete : JsonExtent.Invalid;
            }

            return rest.IsEmpty || rest.TrimEnd(" \t\r\n"u8).SequenceEqual(","u8) ? JsonExtent.Unfinished : JsonExtent.Invalid;
        }
        catch (JsonException)
        {
            return JsonExtent.Invalid;
        }
    }

    private bool ReadMembers(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            // Names are compared as they stand: nobody who writes these carriers escapes them.
            var name = reader.ValueSpan;
            if (!reader.Read())
            {
                return false;
            }

            var start = (int)reader.TokenStartIndex;
            var kind = reader.TokenType;
            var value = reader.ValueSpan;
            if (!reader.TrySkip())
            {
                return false;
            }

            Note(name, value, new MemberRange(start, (int)reader.BytesConsumed, kind));
        }

        return false;
    }

    private void Note(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, MemberRange range)
    {
        if (name.StartsWith("p_"u8))
        {
            HasPantherMember = true;
            IsPanther |= name.SequenceEqual("p_log_type"u8);
            return;
        }

        if (name.StartsWith("@"u8))
        {
            NoteGenerated(name, range);
            return;
        }

        switch (name.Length)
        {
            case 3 when name.SequenceEqual("log"u8): Log = range; break;
            case 4 when name.SequenceEqual("kind"u8):
                _isKindEvent |= range.Kind == JsonTokenType.String && value.SequenceEqual("Event"u8);
                IsEventList = range.Kind == JsonTokenType.String && value.SequenceEqual("EventList"u8);
                break;
            case 4 when name.SequenceEqual("verb"u8): _hasVerb = true; break;
            case 4 when name.SequenceEqual("user"u8): _hasEnvelopeMember = true; break;
            case 5 when name.SequenceEqual("items"u8): Items = range; break;
            case 5 when name.SequenceEqual("owner"u8): Owner = range; break;
            case 5 when name.SequenceEqual("field"u8): Field = range; break;
            case 5 when name.SequenceEqual("value"u8): Value = range; break;
            case 6 when name.SequenceEqual("events"u8): Events = range; break;
            case 6 when name.SequenceEqual("status"u8): HasAnswerMember = true; break;
            case 7 when name.SequenceEqual("results"u8): Results = range; break;
            case 7 when name.SequenceEqual("Records"u8) || name.SequenceEqual("records"u8): Records = range; break;
            case 7 when name.SequenceEqual("message"u8): Message = range; break;
            case 7 when name.SequenceEqual("auditID"u8): _hasAuditId = true; break;
            case 8 when name.SequenceEqual("logGroup"u8): LogGroup = range; break;
            case 9 when name.SequenceEqual("logEvents"u8): LogEvents = range; break;
            case 9 when name.SequenceEqual("logStream"u8): LogStream = range; break;
            case 9 when name.SequenceEqual("timestamp"u8): Timestamp = range; break;
            case 9 when name.SequenceEqual("objectRef"u8): _hasEnvelopeMember = true; break;
            case 9 when name.SequenceEqual("nextToken"u8): HasAnswerMember = true; break;
            case 10 when name.SequenceEqual("properties"u8): Properties = range; break;
            case 10 when name.SequenceEqual("requestURI"u8): _hasEnvelopeMember = true; break;
            case 10 when name.SequenceEqual("statistics"u8): HasAnswerMember = true; break;
            case 13 when name.SequenceEqual("ingestionTime"u8): IngestionTime = range; break;
            case 13 when name.SequenceEqual("logStreamName"u8): LogStreamName = range; break;
            case 16 when name.SequenceEqual("nextForwardToken"u8): HasAnswerMember = true; break;
            case 18 when name.SequenceEqual("searchedLogStreams"u8): HasAnswerMember = true; break;
            default: break;
        }
    }

    private void NoteGenerated(ReadOnlySpan<byte> name, MemberRange range)
    {
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("@log"u8): AtLog = range; break;
            case 4 when name.SequenceEqual("@ptr"u8): AtPointer = range; break;
            case 8 when name.SequenceEqual("@message"u8): AtMessage = range; break;
            case 10 when name.SequenceEqual("@timestamp"u8): AtTimestamp = range; break;
            case 10 when name.SequenceEqual("@logStream"u8): AtLogStream = range; break;
            case 14 when name.SequenceEqual("@ingestionTime"u8): AtIngestionTime = range; break;
            default: break;
        }
    }
}
