using System.Text;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Benchmarks.Access;

/// <summary>A cluster of 5,000 roles and 20,000 bindings, and changes to them.</summary>
internal static class LargeCluster
{
    public const int Roles = 5_000;
    public const int Bindings = 20_000;

    /// <summary>A listing of all of it.</summary>
    /// <param name="timeMicros">When it was made, in microseconds since 1970.</param>
    public static ClusterListing Listing(long timeMicros)
    {
        var objects = new List<KeyValuePair<ObjectKey, ManifestObject>>();
        for (var i = 0; i < Roles; i++)
        {
            objects.Add(new(RoleKey(i), Parse(Role(i, ""))));
        }

        for (var i = 0; i < Bindings; i++)
        {
            objects.Add(new(BindingKey(i), Parse(Binding(i, i % 3_000))));
        }

        return new ClusterListing { TimeMicros = timeMicros, Objects = objects, CompleteKinds = TrackedKinds.All.ToHashSet() };
    }

    /// <summary>Audit records of changes: roles that are widened and bindings to another user, in turn, a second apart.</summary>
    /// <param name="count">How many.</param>
    /// <param name="from">When the first was made.</param>
    public static IEnumerable<byte[]> Changes(int count, DateTimeOffset from) => Enumerable.Range(0, count).Select(i =>
    {
        var number = i * 37;
        var (key, body) = i % 2 == 0
            ? (RoleKey(number % Roles), Role(number % Roles, """,{"verbs":["delete"],"apiGroups":[""],"resources":["secrets"]}"""))
            : (BindingKey(number % Bindings), Binding(number % Bindings, (number + 1) % 3_000));
        var resource = key.Kind.ToString().ToLowerInvariant() + "s";
        var space = key.Namespace.Length == 0 ? "" : $",\"namespace\":\"{key.Namespace}\"";
        return Encoding.UTF8.GetBytes(
            $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"00000000-0000-4000-8000-{{{i:x12}}}","stage":"ResponseComplete","requestURI":"/apis/rbac.authorization.k8s.io/v1/{{{resource}}}/{{{key.Name}}}","verb":"update","user":{"username":"person-{{{i % 9}}}","groups":["platform","system:authenticated"]},"sourceIPs":["198.51.100.7"],"userAgent":"kubectl/v1.31.0","objectRef":{"resource":"{{{resource}}}"{{{space}}},"name":"{{{key.Name}}}","apiGroup":"rbac.authorization.k8s.io","apiVersion":"v1"},"responseStatus":{"metadata":{},"code":200},"requestObject":{{{body}}},"responseObject":{{{body.Replace("\"resourceVersion\":\"1\"", $"\"resourceVersion\":\"{i + 2}\"", StringComparison.Ordinal)}}},"requestReceivedTimestamp":"{{{from.AddSeconds(i):yyyy-MM-ddTHH:mm:ss.ffffff}}}Z","stageTimestamp":"{{{from.AddSeconds(i):yyyy-MM-ddTHH:mm:ss.ffffff}}}Z","annotations":{"authorization.k8s.io/decision":"allow","authorization.k8s.io/reason":""}}""");
    });

    private static ObjectKey RoleKey(int i) => i % 4 == 0 ? new ObjectKey(TrackedKind.ClusterRole, "", $"role-{i}") : new ObjectKey(TrackedKind.Role, $"ns{i % 40}", $"role-{i}");

    private static ObjectKey BindingKey(int i) => i % 8 == 0
        ? new ObjectKey(TrackedKind.ClusterRoleBinding, "", $"binding-{i}")
        : new ObjectKey(TrackedKind.RoleBinding, $"ns{i % Roles % 40}", $"binding-{i}");

    private static string Role(int i, string more) => Object(RoleKey(i), $$$""" "rules":[{"verbs":["get","list","watch"],"apiGroups":["","apps"],"resources":["{{{(i % 10 == 0 ? "secrets" : "configmaps")}}}","things-{{{i % 97}}}"]},{"verbs":["create"],"apiGroups":[""],"resources":["pods/{{{(i % 50 == 0 ? "exec" : "log")}}}"]},{"verbs":["get"],"nonResourceURLs":["/healthz","/{{{(i % 30 == 0 ? "metrics" : "version")}}}"]}{{{more}}}] """);

    private static string Binding(int i, int user) => Object(BindingKey(i), $$$""" "subjects":[{"kind":"User","name":"user-{{{user}}}"},{"kind":"ServiceAccount","name":"app-{{{i % 500}}}","namespace":"ns{{{i % 40}}}"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"{{{(i % Roles % 4 == 0 ? "ClusterRole" : "Role")}}}","name":"role-{{{i % Roles}}}"} """);

    private static string Object(ObjectKey key, string members) =>
        $$$"""{"kind":"{{{key.Kind}}}","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"{{{key.Name}}}"{{{(key.Namespace.Length == 0 ? "" : $",\"namespace\":\"{key.Namespace}\"")}}},"uid":"{{{key.Name}}}","resourceVersion":"1"},{{{members}}}}""";

    private static ManifestObject Parse(string json) => (ManifestObject)ManifestValue.Parse(Encoding.UTF8.GetBytes(json))!; // an object, as written here
}
