namespace AuditDashboard.Tests.Commands;

/// <summary>Small audit events for tests.</summary>
internal static class AuditLines
{
    public static string Role(string verb, string name, string? time, int code = 200) => Event(verb, "roles", name, "alice", time, code);

    public static string Event(string verb, string resource, string name, string user, string? time, int code)
    {
        var stamp = time is null ? "" : $",\"stageTimestamp\":\"{time}\"";
        return $"{{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"auditID\":\"{name}-{verb}\",\"stage\":\"ResponseComplete\",\"requestURI\":\"/apis/x\",\"verb\":\"{verb}\",\"user\":{{\"username\":\"{user}\"}},\"sourceIPs\":[\"192.0.2.1\"],\"objectRef\":{{\"resource\":\"{resource}\",\"namespace\":\"default\",\"name\":\"{name}\",\"apiGroup\":\"rbac.authorization.k8s.io\"}},\"responseStatus\":{{\"metadata\":{{}},\"code\":{code}}}{stamp}}}";
    }
}
