namespace AuditDashboard.Harvest.Sources.Demo.Noise;

/// <summary>Watches: logged when they start and again when they end.</summary>
internal static class Watches
{
    private static readonly (string User, string Agent, string Group, string Resource)[] Watchers =
    [
        ("system:serviceaccount:kube-system:coredns", "coredns/v1.11.3 (linux/amd64)", "discovery.k8s.io", "endpointslices"),
        ("system:serviceaccount:kube-system:coredns", "coredns/v1.11.3 (linux/amd64)", "", "namespaces"),
        ("system:serviceaccount:kube-system:aws-node", "aws-k8s-agent/v1.19.0 (linux/amd64)", "crd.k8s.amazonaws.com", "eniconfigs"),
        ("system:serviceaccount:kube-system:kube-proxy", "kube-proxy/v1.31.2 (linux/amd64)", "", "nodes"),
        ("system:serviceaccount:cert-manager:cert-manager", "cert-manager-controller/v1.16.1 (linux/amd64)", "networking.k8s.io", "ingresses"),
        ("system:serviceaccount:argocd:argocd-application-controller", "argocd-application-controller/v2.13.1", "apps", "deployments"),
        ("system:serviceaccount:monitoring:prometheus", "Prometheus/2.54.1", "", "pods"),
        ("system:serviceaccount:monitoring:kube-state-metrics", "kube-state-metrics/v2.13.0 (linux/amd64)", "batch", "jobs"),
    ];

    /// <summary>A watch starts.</summary>
    public static void TellStart(DemoMinute minute, long at, ref DemoRandom random) =>
        minute.Add(Make(minute, at, ref random) with { AtMicros = at, TookMicros = 900, Stage = "ResponseStarted" });

    /// <summary>A watch ends.</summary>
    /// <param name="minute">The minute.</param>
    /// <param name="startedAt">When it started.</param>
    /// <param name="lasted">How long it lasted, microseconds.</param>
    /// <param name="random">Numbers in the same state as at its start.</param>
    public static void TellEnd(DemoMinute minute, long startedAt, long lasted, ref DemoRandom random) =>
        minute.Add(Make(minute, startedAt, ref random) with { AtMicros = startedAt + lasted, TookMicros = lasted + 900 });

    private static DemoEvent Make(DemoMinute minute, long startedAt, ref DemoRandom random)
    {
        var (user, agent, group, resource) = random.Pick(Watchers);
        var parts = user.Split(':');
        var target = new DemoObject(group, resource, null, null) { Version = resource == "eniconfigs" ? "v1alpha1" : "v1" };
        return new DemoEvent
        {
            AtMicros = startedAt,
            AuditId = random.Uuid(),
            Verb = "watch",
            Uri = $"{target.Path}?allowWatchBookmarks=true&resourceVersion={DemoTime.ResourceVersion(startedAt)}&timeout=6m0s&timeoutSeconds=360&watch=true",
            User = DemoUser.ServiceAccount(minute.Seed, parts[2], parts[3], DemoRobots.NodeIp(random.Below(DemoRobots.NodeCount)), agent, $"system:{parts[3]}"),
            Object = target,
        };
    }
}
