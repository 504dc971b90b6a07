using System.Runtime.CompilerServices;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Harvest.Input;

/// <summary>
/// Recognises lines that are an audit event and nothing else, as they are in nearly all files, without the full readers. What it takes they
/// would take as the same event, with the same bytes and the same time; all else is left to them. Not safe for several threads.
/// </summary>
public sealed class PlainEvents
{
    private const int Verb = 0;
    private const int AuditId = 1;
    private const int StageTime = 2;
    private const int User = 3;
    private const int ImpersonatedUser = 4;
    private const int ObjectRef = 5;
    private const int ResponseStatus = 6;
    private const int Code = 7;
    private const int FirstText = 8;

    // So many are a whole number of 32 bits.
    private const int MostCodeDigits = 9;

    private const byte PlainShape = 1;
    private const byte OtherShape = 2;

    private readonly RecordFields _fields;
    private readonly bool _isEnvelopeRead;

    /// <summary>Recognises lines.</summary>
    /// <param name="fields">Reads the lines; made with <see cref="Members"/>, or without a look at the envelope with <see cref="FewMembers"/>.</param>
    /// <param name="isEnvelopeRead">True to leave lines as well whose envelope <see cref="AuditEventReader"/> may refuse.</param>
    public PlainEvents(RecordFields fields, bool isEnvelopeRead)
    {
        _fields = fields;
        _isEnvelopeRead = isEnvelopeRead;
    }

    /// <summary>The members that decide: what <see cref="ObjectShape"/> and <see cref="AuditEventReader"/> look at.</summary>
    public static IReadOnlyList<string> Members { get; } =
    [
        "verb", "auditID", "stageTimestamp", "user", "impersonatedUser", "objectRef", "responseStatus", "responseStatus.code",
        "user.username", "impersonatedUser.username", "objectRef.resource", "objectRef.subresource", "objectRef.namespace", "objectRef.name",
        "objectRef.apiGroup",
    ];

    /// <summary>The members that decide where the envelope is not looked at.</summary>
    public static IReadOnlyList<string> FewMembers { get; } = [.. Members.Take(StageTime + 1)];

    /// <summary>Takes the line that a text begins with, if it is a plain event.</summary>
    /// <param name="text">Text from the beginning of a line on.</param>
    /// <param name="maxLineBytes">Longest record.</param>
    /// <param name="length">Length of the event in bytes: the line without blanks behind it.</param>
    /// <param name="lineLength">Length of the line with its line end, which must be there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryTake(ReadOnlySpan<byte> text, int maxLineBytes, out int length, out int lineLength)
    {
        lineLength = 0;
        length = _fields.Read(text);
        if (length < 0 || length > maxLineBytes || _fields.HasUnusualMember)
        {
            return false;
        }

        // Without its line end the line may go on in bytes that are not there yet.
        if (_fields.LineEnd == text.Length || !IsPlain(text[..length]))
        {
            return false;
        }

        lineLength = _fields.LineEnd + 1;
        return true;
    }

    /// <summary>The event's own time, as <see cref="AuditEventReader.ReadTimeMicros"/> gives it.</summary>
    /// <param name="message">The event that was taken last.</param>
    public long? TimeOf(ReadOnlySpan<byte> message) =>
        _fields.ShapeOf(StageTime) == MemberShape.Text && AuditTime.TryParse(_fields.BytesOf(message, StageTime), out var micros)
            ? micros
            : AuditEventReader.ReadTimeMicros(message);

    // With a verb as text and an id, an object is an event to all readers, whatever its kind says and whatever else it holds. What does not depend on
    // the content of texts and on the digits of numbers is found out once for all lines of a shape.
    private bool IsPlain(ReadOnlySpan<byte> message)
    {
        var note = _fields.ShapeNote;
        if (note == 0)
        {
            note = IsShapePlain(message) ? PlainShape : OtherShape;
            _fields.ShapeNote = note;
        }

        return note == PlainShape && _fields.ShapeOf(AuditId) is MemberShape.Text && (!_isEnvelopeRead || _fields.LengthOf(Code) <= MostCodeDigits);
    }

    private bool IsShapePlain(ReadOnlySpan<byte> message) =>
        _fields.ShapeOf(Verb) is MemberShape.Text or MemberShape.EscapedText
        && _fields.ShapeOf(AuditId) is MemberShape.Text or MemberShape.EscapedText
        && (!_isEnvelopeRead || (IsEnvelopeSound() && IsCodeSound(message)));

    private bool IsEnvelopeSound()
    {
        for (var member = User; member <= ResponseStatus; member++)
        {
            if (_fields.ShapeOf(member) is not (MemberShape.Object or MemberShape.Missing))
            {
                return false;
            }
        }

        for (var member = FirstText; member < Members.Count; member++)
        {
            if (_fields.ShapeOf(member) is not (MemberShape.Text or MemberShape.EscapedText or MemberShape.Missing))
            {
                return false;
            }
        }

        return true;
    }

    // A code of another form, such as 4.01e2, is for the full reader to judge.
    private bool IsCodeSound(ReadOnlySpan<byte> message) => _fields.ShapeOf(Code) switch
    {
        MemberShape.Missing => true,
        MemberShape.Number => _fields.BytesOf(message, Code).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0,
        _ => false,
    };
}
