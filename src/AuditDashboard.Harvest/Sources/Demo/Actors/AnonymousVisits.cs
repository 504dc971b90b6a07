using AuditDashboard.Harvest.Sources.Demo.Stories;

namespace AuditDashboard.Harvest.Sources.Demo.Actors;

/// <summary>Anonymous requests that are allowed: discovery, which an old binding opens to everybody, and the status page while its binding stands.</summary>
internal static class AnonymousVisits
{
    private const string Discovery = "RBAC: allowed by ClusterRoleBinding \"system:discovery\" of ClusterRole \"system:discovery\" to Group \"system:unauthenticated\"";

    private static readonly string[] DiscoveryPaths = ["/api", "/apis", "/api/v1", "/openapi/v2", "/apis/apps/v1", "/apis/rbac.authorization.k8s.io/v1"];

    private static readonly string[] OpenPaths =
        ["/api/v1/namespaces/status-page/configmaps", "/api/v1/namespaces/status-page/configmaps/incidents", "/api/v1/namespaces/status-page/services", "/api/v1/namespaces/status-page/pods"];

    /// <summary>One visit.</summary>
    public static void Tell(DemoMinute minute, ref DemoRandom random)
    {
        var at = minute.At(ref random);
        var isOpen = OpenBindingStory.IsOpen(minute.Seed, at) && random.Chance(0.6);
        var path = isOpen ? random.Pick(OpenPaths) : random.Pick(DiscoveryPaths);
        minute.Add(new DemoEvent
        {
            AtMicros = at,
            TookMicros = random.Between(400, 6_000),
            AuditId = random.Uuid(),
            Verb = ResourcePath.VerbOf(path),
            Uri = path,
            User = DemoUser.Anonymous($"192.0.2.{random.Between(10, 60)}", isOpen ? "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36" : "Go-http-client/2.0"),
            Object = ResourcePath.Parse(path),
            Reason = isOpen ? OpenBindingStory.Reason : Discovery,
        });
    }
}
