using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Audit;

/// <summary>Reads the envelope out of one parsed record.</summary>
internal ref struct EnvelopeReader
{
    private readonly JsonTape _tape;
    private AuditEventFlags _flags;
    private string? _fault;

    public EnvelopeReader(in JsonTape tape) => _tape = tape;

    public AuditReadResult Read()
    {
        if (ReasonAgainst() is { } reason)
        {
            return new AuditReadResult.NotAnAuditEvent(reason);
        }

        var user = ReadUser("user"u8, isMatched: true);
        var objectRef = ReadObjectRef();
        var status = _tape.FindLast(0, "responseStatus"u8);
        var isStatus = IsObject(status, "responseStatus");
        var annotations = ReadAnnotations();
        var read = new AuditEvent
        {
            TimeMicros = ReadTime("stageTimestamp"u8) ?? ReadTime("requestReceivedTimestamp"u8) ?? ReadTime("timestamp"u8),
            AuditId = Text(_tape.FindLast(0, "auditID"u8)),
            Stage = Text(_tape.FindLast(0, "stage"u8)),
            Level = Text(_tape.FindLast(0, "level"u8)),
            Verb = MatchedText(_tape.FindLast(0, "verb"u8), "verb"),
            RequestUri = Text(_tape.FindLast(0, "requestURI"u8)),
            User = user ?? AuditUser.None,
            ImpersonatedUser = ReadUser("impersonatedUser"u8, isMatched: false),
            SourceIps = Texts(_tape.FindLast(0, "sourceIPs"u8)),
            UserAgent = Text(_tape.FindLast(0, "userAgent"u8)),
            ObjectRef = objectRef,
            Code = isStatus ? ReadCode(_tape.FindLast(status, "code"u8)) : null,
            StatusReason = isStatus ? Text(_tape.FindLast(status, "reason"u8)) : null,
            StatusMessage = isStatus ? Text(_tape.FindLast(status, "message"u8)) : null,
            Annotations = annotations,
        };
        if (_fault is not null)
        {
            return new AuditReadResult.Unreadable(_fault);
        }

        FlagText();
        FlagDuplicates();
        if (_tape.Depth > AuditEventReader.MaxDepth)
        {
            _flags |= AuditEventFlags.TooDeep;
        }

        if (annotations.TryGetValue("audit.k8s.io/truncated", out var truncated) && truncated == "true")
        {
            _flags |= AuditEventFlags.Truncated;
        }

        return new AuditReadResult.Readable(read with { Flags = _flags });
    }

    /// <summary>Why a JSON object is no audit event; null where it is one.</summary>
    private readonly string? ReasonAgainst()
    {
        var hasVerb = _tape.FindLast(0, "verb"u8) >= 0;
        var others = 0;
        foreach (var isThere in (ReadOnlySpan<bool>)[
            _tape.FindLast(0, "user"u8) >= 0, _tape.FindLast(0, "objectRef"u8) >= 0, _tape.FindLast(0, "responseStatus"u8) >= 0,
            _tape.FindLast(0, "requestURI"u8) >= 0, _tape.FindLast(0, "auditID"u8) >= 0, _tape.FindLast(0, "stage"u8) >= 0,
            _tape.FindLast(0, "sourceIPs"u8) >= 0, _tape.FindLast(0, "impersonatedUser"u8) >= 0,
            _tape.FindLast(0, "requestReceivedTimestamp"u8) >= 0, _tape.FindLast(0, "stageTimestamp"u8) >= 0])
        {
            others += isThere ? 1 : 0;
        }

        // With a verb and another member of the envelope it is matched by queries whatever its kind says, so it must not be lost here.
        if (hasVerb && others > 0)
        {
            return null;
        }

        if (!_tape.StringIs(_tape.FindLast(0, "kind"u8), "Event"u8))
        {
            return "It is a JSON object, but not an audit event: its kind is not Event.";
        }

        // The core API's own Events have the same kind: {"kind":"Event","apiVersion":"v1","involvedObject":{…},"reason":"Killing"}
        var isCoreEvent = _tape.FindLast(0, "involvedObject"u8) >= 0 || _tape.FindLast(0, "regarding"u8) >= 0;
        return !hasVerb && others == 0 && isCoreEvent ? "It is an Event of the cluster, not of its audit log." : null;
    }

    private AuditUser? ReadUser(ReadOnlySpan<byte> name, bool isMatched)
    {
        var node = _tape.FindLast(0, name);
        if (!IsObject(node, isMatched ? "user" : "impersonatedUser"))
        {
            return null;
        }

        var username = _tape.FindLast(node, "username"u8);
        return new AuditUser(
            MatchedText(username, isMatched ? "user.username" : "impersonatedUser.username"),
            Text(_tape.FindLast(node, "uid"u8)),
            Texts(_tape.FindLast(node, "groups"u8)),
            ReadExtra(_tape.FindLast(node, "extra"u8)));
    }

    private IReadOnlyDictionary<string, IReadOnlyList<string>> ReadExtra(int node)
    {
        if (!IsUnmatchedObject(node))
        {
            return AuditUser.None.Extra;
        }

        var extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        for (var child = node + 1; child < _tape.Nodes[node].Next; child = _tape.Nodes[child].Next)
        {
            extra[Name(child)] = Texts(child);
        }

        return extra;
    }

    private AuditObjectRef? ReadObjectRef()
    {
        var node = _tape.FindLast(0, "objectRef"u8);
        return !IsObject(node, "objectRef")
            ? null
            : new AuditObjectRef(
                MatchedText(_tape.FindLast(node, "resource"u8), "objectRef.resource"),
                MatchedText(_tape.FindLast(node, "subresource"u8), "objectRef.subresource"),
                MatchedText(_tape.FindLast(node, "namespace"u8), "objectRef.namespace"),
                MatchedText(_tape.FindLast(node, "name"u8), "objectRef.name"),
                Text(_tape.FindLast(node, "uid"u8)),
                MatchedText(_tape.FindLast(node, "apiGroup"u8), "objectRef.apiGroup"),
                Text(_tape.FindLast(node, "apiVersion"u8)),
                Text(_tape.FindLast(node, "resourceVersion"u8)));
    }

    private Dictionary<string, string> ReadAnnotations()
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        var node = _tape.FindLast(0, "annotations"u8);
        if (IsUnmatchedObject(node))
        {
            for (var child = node + 1; child < _tape.Nodes[node].Next; child = _tape.Nodes[child].Next)
            {
                if (Text(child) is { } text)
                {
                    annotations[Name(child)] = text;
                }
            }
        }

        return annotations;
    }

    /// <summary>401, "401" and 401.0 are the same code.</summary>
    private int? ReadCode(int node)
    {
        if (IsAbsent(node))
        {
            return null;
        }

        if (_tape.Nodes[node].Type is JsonTokenType.Number or JsonTokenType.String
            && decimal.TryParse(
                JsonText.Decode(_tape.RawValue(node), _tape.Nodes[node].ValueEscaped), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture, out var code)
            && decimal.IsInteger(code) && code is >= int.MinValue and <= int.MaxValue)
        {
            return (int)code;
        }

        _fault ??= "responseStatus.code is not a whole number.";
        return null;
    }

    private readonly long? ReadTime(ReadOnlySpan<byte> name)
    {
        var node = _tape.FindLast(0, name);
        return node >= 0 && _tape.Nodes[node].Type == JsonTokenType.String
            ? AuditEventReader.ParseTime(_tape.RawValue(node), _tape.Nodes[node].ValueEscaped)
            : null;
    }

    private readonly string Name(int node) => JsonText.Decode(_tape.RawName(node), _tape.Nodes[node].NameEscaped);

    /// <summary>JSON null is how some encoders write "absent".</summary>
    private readonly bool IsAbsent(int node) => node < 0 || _tape.Nodes[node].Type == JsonTokenType.Null;

    private bool IsObject(int node, string name)
    {
        if (IsAbsent(node))
        {
            return false;
        }

        var isObject = _tape.Nodes[node].Type == JsonTokenType.StartObject;
        _fault ??= isObject ? null : name + " is not an object.";
        return isObject;
    }

    private bool IsUnmatchedObject(int node)
    {
        if (IsAbsent(node))
        {
            return false;
        }

        var isObject = _tape.Nodes[node].Type == JsonTokenType.StartObject;
        _flags |= isObject ? AuditEventFlags.None : AuditEventFlags.UnexpectedShape;
        return isObject;
    }

    /// <summary>A text that queries match on: another type is a fault.</summary>
    private string? MatchedText(int node, string name)
    {
        if (IsAbsent(node))
        {
            return null;
        }

        if (_tape.Nodes[node].Type == JsonTokenType.String)
        {
            return Text(node);
        }

        _fault ??= name + " is not a text.";
        return null;
    }

    /// <summary>A text; another scalar as it is written, with a flag; null for containers.</summary>
    private string? Text(int node)
    {
        if (IsAbsent(node))
        {
            return null;
        }

        ref readonly var value = ref _tape.Nodes[node];
        if (value.Type == JsonTokenType.String)
        {
            return JsonText.Decode(_tape.RawValue(node), value.ValueEscaped);
        }

        _flags |= AuditEventFlags.UnexpectedShape;
        return value.Type is JsonTokenType.StartObject or JsonTokenType.StartArray ? null : Encoding.UTF8.GetString(_tape.RawValue(node));
    }

    /// <summary>A list of texts; a text alone is a list of one, with a flag.</summary>
    private string[] Texts(int node)
    {
        if (IsAbsent(node))
        {
            return [];
        }

        if (_tape.Nodes[node].Type != JsonTokenType.StartArray)
        {
            _flags |= AuditEventFlags.UnexpectedShape;
            return Text(node) is { } single ? [single] : [];
        }

        var texts = new List<string>();
        for (var child = node + 1; child < _tape.Nodes[node].Next; child = _tape.Nodes[child].Next)
        {
            if (Text(child) is { } text)
            {
                texts.Add(text);
            }
        }

        return [.. texts];
    }

    private void FlagText()
    {
        // Looked for in the whole text: a surrogate escape cannot stand outside a string, and a pair cannot be split between two.
        if (!Utf8.IsValid(_tape.Json) || (_tape.Json.IndexOf("\\u"u8) >= 0 && JsonText.HasLoneSurrogate(_tape.Json)))
        {
            _flags |= AuditEventFlags.InvalidText;
        }
    }

    private void FlagDuplicates()
    {
        var nodes = _tape.Nodes;
        var envelopeEnd = 1;
        var topLevel = 1;
        for (var i = 0; i < nodes.Length; i++)
        {
            // Steps from member to member of the record, so that a record of many members costs no more than its length.
            topLevel = topLevel < i ? nodes[topLevel].Next : topLevel;
            if (nodes[i].Type != JsonTokenType.StartObject)
            {
                continue;
            }

            if (i == topLevel
                && (_tape.NameIs(i, "user"u8) || _tape.NameIs(i, "objectRef"u8) || _tape.NameIs(i, "responseStatus"u8) || _tape.NameIs(i, "impersonatedUser"u8)))
            {
                envelopeEnd = nodes[i].Next;
            }

            if (JsonNames.HasDuplicate(_tape, i))
            {
                _flags |= i < envelopeEnd ? AuditEventFlags.DuplicateEnvelopeMember : AuditEventFlags.DuplicateBodyMember;
            }
        }
    }
}
