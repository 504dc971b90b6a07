using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>Writes demo events as the API server writes audit events: one JSON object each, members in its order.</summary>
internal sealed class DemoEventWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);
    private readonly List<(long AtMicros, int Start, int Length)> _events = [];
    private readonly Utf8JsonWriter _json;

    public DemoEventWriter() => _json = new Utf8JsonWriter(_output, new JsonWriterOptions
    {
        // As the API server: quotes and control characters are escaped, letters of other scripts are not.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    /// <summary>Writes one event.</summary>
    public void Write(DemoEvent e)
    {
        var start = _output.WrittenCount;
        var level = AuditPolicy.LevelOf(e);
        var hasResponse = e.Code != 0;
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("kind"u8, "Event"u8);
        _json.WriteString("apiVersion"u8, "audit.k8s.io/v1"u8);
        _json.WriteString("level"u8, level);
        _json.WriteString("auditID"u8, e.AuditId);
        _json.WriteString("stage"u8, e.Stage);
        _json.WriteString("requestURI"u8, e.Uri);
        _json.WriteString("verb"u8, e.Verb);
        WriteUser(e.User);
        _json.WriteStartArray("sourceIPs"u8);
        _json.WriteStringValue(e.User.Ip);
        _json.WriteEndArray();
        _json.WriteString("userAgent"u8, e.User.Agent);
        WriteObjectRef(e.Object);
        if (hasResponse)
        {
            WriteStatus(e);
        }

        if (e.Request is { } request && level != AuditPolicy.Metadata)
        {
            _json.WritePropertyName("requestObject"u8);
            request(_json);
        }

        if (e.Response is { } response && level == AuditPolicy.RequestResponse)
        {
            _json.WritePropertyName("responseObject"u8);
            response(_json);
        }

        WriteTime("requestReceivedTimestamp"u8, e.AtMicros - e.TookMicros);
        WriteTime("stageTimestamp"u8, e.AtMicros);
        if (e.User.Username is not null && hasResponse)
        {
            // Without authentication nothing was decided.
            _json.WriteStartObject("annotations"u8);
            _json.WriteString("authorization.k8s.io/decision"u8, e.Code == 403 ? "forbid"u8 : "allow"u8);
            _json.WriteString("authorization.k8s.io/reason"u8, e.Code == 403 ? "" : e.Reason ?? e.User.AllowedBy);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.Flush();
        _events.Add((e.AtMicros, start, _output.WrittenCount - start));
    }

    /// <summary>The events written, in time order; those of one instant as they were written.</summary>
    public IReadOnlyList<DemoRecord> Take()
    {
        var bytes = _output.WrittenMemory.ToArray();
        var records = new DemoRecord[_events.Count];
        var i = 0;
        foreach (var (at, start, length) in _events.OrderBy(e => e.AtMicros))
        {
            records[i++] = new DemoRecord(at, bytes.AsMemory(start, length));
        }

        return records;
    }

    /// <summary>Writes an instant as the API server does, with microseconds.</summary>
    public static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, long micros)
    {
        Span<byte> text = stackalloc byte[27];
        DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond)
            .TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    /// <summary>Writes an instant as objects carry it, in whole seconds.</summary>
    public static void WriteSeconds(Utf8JsonWriter json, ReadOnlySpan<byte> name, long micros)
    {
        Span<byte> text = stackalloc byte[20];
        DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond)
            .TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteTime(ReadOnlySpan<byte> name, long micros) => WriteTime(_json, name, micros);

    private void WriteUser(DemoUser user)
    {
        _json.WriteStartObject("user"u8);
        if (user.Username is not null)
        {
            _json.WriteString("username"u8, user.Username);
            if (user.Uid is not null)
            {
                _json.WriteString("uid"u8, user.Uid);
            }

            _json.WriteStartArray("groups"u8);
            foreach (var group in user.Groups)
            {
                _json.WriteStringValue(group);
            }

            _json.WriteEndArray();
            if (user.Extra.Length > 0)
            {
                _json.WriteStartObject("extra"u8);
                foreach (var (key, value) in user.Extra)
                {
                    _json.WriteStartArray(key);
                    _json.WriteStringValue(value);
                    _json.WriteEndArray();
                }

                _json.WriteEndObject();
            }
        }

        _json.WriteEndObject();
    }

    private void WriteObjectRef(DemoObject? target)
    {
        if (target is null)
        {
            return;
        }

        _json.WriteStartObject("objectRef"u8);
        _json.WriteString("resource"u8, target.Resource);
        WriteIfAny("namespace"u8, target.Namespace);
        WriteIfAny("name"u8, target.Name);
        WriteIfAny("uid"u8, target.Uid);
        WriteIfAny("apiGroup"u8, target.Group.Length == 0 ? null : target.Group);
        _json.WriteString("apiVersion"u8, target.Version);
        if (target.ResourceVersion is { } version)
        {
            Span<byte> digits = stackalloc byte[20];
            version.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
            _json.WriteString("resourceVersion"u8, digits[..length]);
        }

        WriteIfAny("subresource"u8, target.Subresource);
        _json.WriteEndObject();
    }

    private void WriteIfAny(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }

    private void WriteStatus(DemoEvent e)
    {
        _json.WriteStartObject("responseStatus"u8);
        _json.WriteStartObject("metadata"u8);
        _json.WriteEndObject();
        if (e.Code >= 400)
        {
            _json.WriteString("status"u8, "Failure"u8);
            _json.WriteString("message"u8, e.Failure ?? DescribeFailure(e));
            _json.WriteString("reason"u8, e.Code switch { 401 => "Unauthorized", 403 => "Forbidden", 404 => "NotFound", 409 => "Conflict", _ => "BadRequest" });
        }
        else if (e.Verb == "delete")
        {
            _json.WriteString("status"u8, "Success"u8);
        }

        _json.WriteNumber("code"u8, e.Code);
        _json.WriteEndObject();
    }

    private static string DescribeFailure(DemoEvent e)
    {
        if (e.Code != 403)
        {
            return e.Code == 401 ? "Unauthorized" : $"{e.Object?.Resource} \"{e.Object?.Name}\" not found";
        }

        if (e.Object is not { } o)
        {
            return $"forbidden: User \"{e.User.Username}\" cannot {e.Verb} path \"{e.Uri.Split('?')[0]}\"";
        }

        var resource = o.Group.Length == 0 ? o.Resource : $"{o.Resource}.{o.Group}";
        var where = o.Namespace is null ? "at the cluster scope" : $"in the namespace \"{o.Namespace}\"";
        var what = o.Subresource is null ? o.Resource : $"{o.Resource}/{o.Subresource}";
        return $"{resource}{(o.Name is null ? "" : $" \"{o.Name}\"")} is forbidden: User \"{e.User.Username}\" cannot {e.Verb} resource \"{what}\" in API group \"{o.Group}\" {where}";
    }
}
