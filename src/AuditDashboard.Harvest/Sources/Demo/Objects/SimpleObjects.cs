using System.Text.Json;

namespace AuditDashboard.Harvest.Sources.Demo.Objects;

/// <summary>Bodies of small objects.</summary>
internal static class SimpleObjects
{
    /// <summary>An object with metadata only, such as a ServiceAccount or a Namespace.</summary>
    public static void Write(Utf8JsonWriter json, string apiVersion, string kind, string? ns, string name, Guid? uid = null, long atMicros = 0, Action<Utf8JsonWriter>? content = null)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, kind);
        json.WriteString("apiVersion"u8, apiVersion);
        json.WriteStartObject("metadata"u8);
        json.WriteString("name"u8, name);
        if (ns is not null)
        {
            json.WriteString("namespace"u8, ns);
        }

        if (uid is { } id)
        {
            json.WriteString("uid"u8, id);
            json.WriteString("resourceVersion"u8, DemoTime.ResourceVersion(atMicros).ToString(System.Globalization.CultureInfo.InvariantCulture));
            DemoEventWriter.WriteSeconds(json, "creationTimestamp"u8, atMicros);
        }

        json.WriteEndObject();
        content?.Invoke(json);
        json.WriteEndObject();
    }

    /// <summary>A successful create of such an object.</summary>
    public static DemoEvent Create(DemoUser user, long at, Guid auditId, DemoObject target, string kind, Guid uid) => new()
    {
        AtMicros = at,
        TookMicros = 8_130,
        AuditId = auditId,
        Verb = "create",
        Uri = (target with { Name = null }).Path,
        User = user,
        Object = target,
        Code = 201,
        Request = json => Write(json, ApiVersion(target), kind, target.Namespace, target.Name!),
        Response = json => Write(json, ApiVersion(target), kind, target.Namespace, target.Name!, uid, at),
    };

    /// <summary>A successful delete.</summary>
    public static DemoEvent Delete(DemoUser user, long at, Guid auditId, DemoObject target) => new()
    {
        AtMicros = at,
        TookMicros = 9_870,
        AuditId = auditId,
        Verb = "delete",
        Uri = target.Path,
        User = user,
        Object = target,
        Response = json =>
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, "Status"u8);
            json.WriteString("apiVersion"u8, "v1"u8);
            json.WriteString("status"u8, "Success"u8);
            json.WriteEndObject();
        },
    };

    private static string ApiVersion(DemoObject target) => target.Group.Length == 0 ? target.Version : $"{target.Group}/{target.Version}";
}
