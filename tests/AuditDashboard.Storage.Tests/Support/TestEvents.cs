using System.Security.Cryptography;
using System.Text;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Storage.Ingest;

namespace AuditDashboard.Storage.Tests.Support;

/// <summary>Makes redacted events of any shape, past the redactor.</summary>
public static class TestEvents
{
    public static readonly long T0 = TimeWindow.ToMicrosSinceEpoch(TestDatabase.Start.AddHours(-1));

    /// <summary>An event whose identity comes from its content, or from <paramref name="content"/> alone.</summary>
    public static RedactedEvent Event(AuditEvent audit, string? content = null, long? time = null, bool isUndated = false)
    {
        var micros = isUndated ? null : time ?? audit.TimeMicros;
        var bytes = Encoding.UTF8.GetBytes(content ?? $"{{\"auditID\":\"{audit.AuditId}\",\"stage\":\"{audit.Stage}\",\"time\":{micros ?? -1},\"name\":\"{audit.ObjectRef?.Name}\"}}");
        return new RedactedEvent(new RecordId(SHA256.HashData(bytes)), audit, bytes, micros);
    }

    public static IngestEvent Match(RedactedEvent redacted, params string[] queries) => new(redacted, queries, FromFiles: false);

    /// <summary>A change of a role, minute <paramref name="minute"/> after T0.</summary>
    public static AuditEvent RoleChange(int minute, string name = "viewer", string user = "alice") => new()
    {
        TimeMicros = T0 + (minute * TimeWindow.MinuteMicros),
        AuditId = $"id-{minute}-{name}-{user}",
        Stage = "ResponseComplete",
        Verb = "update",
        RequestUri = $"/apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles/{name}",
        User = AuditUser.None with { Username = user },
        SourceIps = ["10.0.0.1"],
        UserAgent = "kubectl",
        ObjectRef = new AuditObjectRef("roles", null, "shop", name, null, "rbac.authorization.k8s.io", "v1", null),
        Code = 200,
    };
}
