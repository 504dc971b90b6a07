using System.Text;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Tests;

/// <summary>Small audit events.</summary>
internal static class TestEvents
{
    /// <summary>A write to a role: <c>roles</c> selects it, and <c>denied</c> too where the code is 403.</summary>
    public static byte[] Role(DateTimeOffset time, string id, int code = 201) => Encoding.UTF8.GetBytes(
        $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"{{id}}","stage":"ResponseComplete","requestURI":"/apis/rbac.authorization.k8s.io/v1/namespaces/ops/roles","verb":"create","user":{"username":"alice"},"sourceIPs":["192.0.2.7"],"objectRef":{"resource":"roles","namespace":"ops","name":"reader","apiGroup":"rbac.authorization.k8s.io","apiVersion":"v1"},"responseStatus":{"code":{{code}}},"requestReceivedTimestamp":"{{Iso(time)}}","stageTimestamp":"{{Iso(time)}}"}""");

    /// <summary>An event that no canned query selects.</summary>
    public static byte[] Noise(DateTimeOffset time, string id) => Encoding.UTF8.GetBytes(
        $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"{{id}}","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/ops/pods","verb":"list","user":{"username":"bob"},"objectRef":{"resource":"pods","namespace":"ops"},"responseStatus":{"code":200},"stageTimestamp":"{{Iso(time)}}"}""");

    public static Scripted ScriptedRole(DateTimeOffset time, string id, int code = 201, DateTimeOffset? delivered = null) =>
        new(TimeWindow.ToMicrosSinceEpoch(time), Role(time, id, code), delivered is { } d ? TimeWindow.ToMicrosSinceEpoch(d) : 0);

    public static Scripted ScriptedNoise(DateTimeOffset time, string id) => new(TimeWindow.ToMicrosSinceEpoch(time), Noise(time, id));

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
}
