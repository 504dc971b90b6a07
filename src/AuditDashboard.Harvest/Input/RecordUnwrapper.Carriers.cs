using System.Text.Json;

namespace AuditDashboard.Harvest.Input;

/// <content>The carriers: objects that hold events in a member.</content>
internal sealed partial class RecordUnwrapper
{
    private bool TryAddCarried(ReadOnlyMemory<byte> json, in ObjectShape shape, long line, Carrier carrier, int depth)
    {
        // aws logs get-query-results: {"results":[[{"field":"@timestamp","value":"2023-07-31 01:58:12.101"},{"field":"@message","value":"{…}"}]],"status":"Complete"}
        if (shape.Results.Kind == JsonTokenType.StartArray && AreAll(json, shape.Results, line, '[', shape.HasAnswerMember))
        {
            return AddEach(json, shape.Results, line, carrier, depth);
        }

        // aws logs filter-log-events, get-log-events: {"events":[{"timestamp":1690768692101,"message":"{…}","ingestionTime":1690768695000,"logStreamName":"…"}]}
        if (shape.Events.Kind == JsonTokenType.StartArray && AreLogEvents(json, shape.Events, line, shape.HasAnswerMember))
        {
            return AddLogEvents(json, shape.Events, line, carrier);
        }

        // Subscriptions: {"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"/aws/eks/demo/cluster","logStream":"…","logEvents":[{"id":"…","timestamp":1690768692101,"message":"{…}"}]}
        if (shape.LogEvents.Kind == JsonTokenType.StartArray && AreLogEvents(json, shape.LogEvents, line, mayBeEmpty: false))
        {
            var group = ReadText(json, shape.LogGroup);
            var owner = ReadText(json, shape.Owner);
            return AddLogEvents(json, shape.LogEvents, line, carrier with
            {
                LogStream = ReadText(json, shape.LogStream) ?? carrier.LogStream,
                Log = group is null ? carrier.Log : owner is null ? group : $"{owner}:{group}",
            });
        }

        // CloudTrail {"Records":[{…}]}, Azure Event Hubs {"records":[{…}]}, audit webhook {"kind":"EventList","items":[{…}]}
        if (shape.Records.Kind == JsonTokenType.StartArray && AreAll(json, shape.Records, line, '{', mayBeEmpty: false))
        {
            return AddEach(json, shape.Records, line, carrier, depth);
        }

        if (shape.IsEventList && shape.Items.Kind == JsonTokenType.StartArray)
        {
            return AddEach(json, shape.Items, line, carrier, depth);
        }

        return TryAddMessage(json, shape, line, carrier);
    }

    /// <summary>Carriers of one event: a row of the console's export, Azure's diagnostic records, Fluent Bit, Vector.</summary>
    private bool TryAddMessage(ReadOnlyMemory<byte> json, in ObjectShape shape, long line, Carrier carrier)
    {
        var own = carrier with
        {
            TimeMicros = ReadTime(json, shape.AtTimestamp) ?? carrier.TimeMicros,
            IngestionTimeMicros = ReadTime(json, shape.AtIngestionTime) ?? carrier.IngestionTimeMicros,
            LogStream = ReadText(json, shape.AtLogStream) ?? carrier.LogStream,
            Log = ReadText(json, shape.AtLog) ?? carrier.Log,
            Pointer = ReadText(json, shape.AtPointer) ?? carrier.Pointer,
        };

        // {"@timestamp":"2023-07-31 01:58:12.101","@message":"{…}" or {…}}: whatever it holds is the message.
        if (shape.AtMessage.Kind is JsonTokenType.String)
        {
            AddText(Unescape(json, shape.AtMessage), line, own);
            return true;
        }

        if (shape.AtMessage.Kind is JsonTokenType.StartObject)
        {
            AddText(shape.AtMessage.In(json), line, own);
            return true;
        }

        // {"category":"kube-audit","properties":{"log":"{…}\n"}}
        if (shape.Properties.Kind == JsonTokenType.StartObject)
        {
            var properties = shape.Properties.In(json);
            _ = ObjectShape.Read(properties.Span, out var inner);
            if (TryAddEvent(properties, inner.Log, line, own))
            {
                return true;
            }
        }

        // {"log":"{…}\n","stream":"stdout"}, {"message":"{…}","source_type":"file"}: only where it is an audit event, for any program's records look like this.
        return TryAddEvent(json, shape.Log, line, own) || TryAddEvent(json, shape.Message, line, own);
    }

    private bool TryAddEvent(ReadOnlyMemory<byte> json, MemberRange member, long line, Carrier carrier)
    {
        if (member.Kind is not (JsonTokenType.String or JsonTokenType.StartObject))
        {
            return false;
        }

        var message = JsonText.Trim(member.Kind == JsonTokenType.String ? Unescape(json, member) : member.In(json));
        if (message.IsEmpty || message.Span[0] != '{')
        {
            return false;
        }

        // An event that was cut before it was wrapped must not vanish into its wrapper.
        var isEvent = ObjectShape.Read(message.Span, out var inner) == JsonExtent.Complete
            ? inner.IsAuditEvent
            : message.Span.StartsWith("{\"kind\":\"Event\""u8) || message.Span.IndexOf("\"auditID\""u8) >= 0;
        if (isEvent)
        {
            AddText(message, line, carrier);
        }

        return isEvent;
    }

    private bool AddEach(ReadOnlyMemory<byte> json, MemberRange list, long line, Carrier carrier, int depth)
    {
        foreach (var element in ElementList.Of(json, list, line))
        {
            AddElement(element, carrier, depth + 1);
        }

        return true;
    }

    private bool AddLogEvents(ReadOnlyMemory<byte> json, MemberRange list, long line, Carrier carrier)
    {
        foreach (var element in ElementList.Of(json, list, line))
        {
            _ = ObjectShape.Read(element.Value.Span, out var shape);
            AddText(Unescape(element.Value, shape.Message), element.Line, carrier with
            {
                TimeMicros = ReadTime(element.Value, shape.Timestamp),
                IngestionTimeMicros = ReadTime(element.Value, shape.IngestionTime),
                LogStream = ReadText(element.Value, shape.LogStreamName) ?? carrier.LogStream,
            });
        }

        return true;
    }

    /// <summary>A row of an Insights answer: <c>[{"field":"@message","value":"{…}"}, …]</c>.</summary>
    private bool TryAddRow(in Element row)
    {
        var carrier = default(Carrier);
        ReadOnlyMemory<byte>? message = null;
        foreach (var cell in new ElementList(row.Value, row.Line))
        {
            if (cell.Value.Span[0] != '{')
            {
                return false;
            }

            _ = ObjectShape.Read(cell.Value.Span, out var shape);
            if (shape.Field.Kind != JsonTokenType.String)
            {
                return false;
            }

            var field = shape.Field.TextIn(cell.Value);
            if (field.SequenceEqual("@message"u8) && shape.Value.Kind == JsonTokenType.String)
            {
                message = Unescape(cell.Value, shape.Value);
            }
            else
            {
                carrier = field switch
                {
                    _ when field.SequenceEqual("@timestamp"u8) => carrier with { TimeMicros = ReadTime(cell.Value, shape.Value) },
                    _ when field.SequenceEqual("@ingestionTime"u8) => carrier with { IngestionTimeMicros = ReadTime(cell.Value, shape.Value) },
                    _ when field.SequenceEqual("@logStream"u8) => carrier with { LogStream = ReadText(cell.Value, shape.Value) },
                    _ when field.SequenceEqual("@log"u8) => carrier with { Log = ReadText(cell.Value, shape.Value) },
                    _ when field.SequenceEqual("@ptr"u8) => carrier with { Pointer = ReadText(cell.Value, shape.Value) },
                    _ => carrier,
                };
            }
        }

        if (message is { } text)
        {
            AddText(text, row.Line, carrier);
        }
        else
        {
            AddProblem(row.Value, row.Line, "A row of a query's answer without @message, so without an event.", carrier);
        }

        return true;
    }

    private static bool AreAll(ReadOnlyMemory<byte> json, MemberRange list, long line, char first, bool mayBeEmpty)
    {
        var count = 0;
        foreach (var element in ElementList.Of(json, list, line))
        {
            count++;
            if (element.Value.Span[0] != first)
            {
                return false;
            }
        }

        return count > 0 || mayBeEmpty;
    }

    private static bool AreLogEvents(ReadOnlyMemory<byte> json, MemberRange list, long line, bool mayBeEmpty)
    {
        var count = 0;
        foreach (var element in ElementList.Of(json, list, line))
        {
            count++;
            if (element.Value.Span[0] != '{')
            {
                return false;
            }

            _ = ObjectShape.Read(element.Value.Span, out var shape);
            if (shape.Message.Kind != JsonTokenType.String || shape.IsAuditEvent)
            {
                return false;
            }
        }

        return count > 0 || mayBeEmpty;
    }

    private ReadOnlyMemory<byte> Unescape(ReadOnlyMemory<byte> json, MemberRange text)
    {
        _text.ResetWrittenCount();
        JsonText.Unescape(text.TextIn(json), _text);
        return _text.WrittenMemory;
    }

    private static string? ReadText(ReadOnlyMemory<byte> json, MemberRange member) =>
        member.Kind == JsonTokenType.String ? JsonText.ToText(member.TextIn(json)) : null;

    private static long? ReadTime(ReadOnlyMemory<byte> json, MemberRange member) => member.Kind switch
    {
        JsonTokenType.String => CarrierTime.TryParse(member.TextIn(json), out var micros) || CarrierTime.TryParseMillis(member.TextIn(json), out micros) ? micros : null,
        JsonTokenType.Number => CarrierTime.TryParseMillis(member.In(json).Span, out var millis) ? millis : null,
        _ => null,
    };
}
