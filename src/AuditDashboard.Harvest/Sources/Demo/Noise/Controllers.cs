namespace AuditDashboard.Harvest.Sources.Demo.Noise;

/// <summary>The control plane and the cluster's own add-ons.</summary>
internal static class Controllers
{
    private static readonly (string Namespace, string Name, string Ip, string Agent)[] AddOns =
    [
        ("kube-system", "coredns", "10.0.16.31", "coredns/v1.11.3 (linux/amd64)"), ("kube-system", "aws-load-balancer-controller", "10.0.32.40", "aws-load-balancer-controller/v2.9.2"),
        ("kube-system", "ebs-csi-controller-sa", "10.0.48.12", "csi-provisioner/v5.1.0"), ("cert-manager", "cert-manager", "10.0.16.77", "cert-manager-controller/v1.16.1 (linux/amd64)"),
        ("monitoring", "prometheus", "10.0.48.90", "Prometheus/2.54.1"), ("velero", "velero", "10.0.32.66", "velero/v1.14.1 (linux/amd64)"),
    ];

    /// <summary>One request.</summary>
    public static void Tell(DemoMinute minute, long at, ref DemoRandom random)
    {
        var team = random.Pick(DemoRobots.Teams);
        var scheduler = DemoRobots.ControlPlane("kube-scheduler", "kube-scheduler/v1.31.2 (linux/amd64) kubernetes/0a2e3c1/leader-election");
        var manager = DemoRobots.ControlPlane("kube-controller-manager", "kube-controller-manager/v1.31.2 (linux/amd64) kubernetes/0a2e3c1/leader-election");
        var (ns, name, ip, agent) = random.Pick(AddOns);
        var addOn = DemoUser.ServiceAccount(minute.Seed, ns, name, ip, agent);
        var (user, verb, target) = random.Below(10) switch
        {
            < 2 => (scheduler, "update", new DemoObject("coordination.k8s.io", "leases", "kube-system", "kube-scheduler")),
            < 4 => (manager, "update", new DemoObject("coordination.k8s.io", "leases", "kube-system", "kube-controller-manager")),
            4 => (manager, "update", new DemoObject("discovery.k8s.io", "endpointslices", team, $"api-{random.Suffix(5)}")),
            5 => (manager, "list", new DemoObject("apps", "replicasets", team, null)),
            6 => (addOn, "update", new DemoObject("coordination.k8s.io", "leases", ns, $"{name}-leader")),
            7 => (addOn, "list", new DemoObject("", "services", team, null)),
            8 => (addOn, "get", new DemoObject("", "namespaces", team, team)),
            _ => (addOn, "get", new DemoObject("storage.k8s.io", "storageclasses", null, "gp3")),
        };
        minute.Add(new DemoEvent
        {
            AtMicros = at,
            TookMicros = random.Between(1_000, 12_000),
            AuditId = random.Uuid(),
            Verb = verb,
            Uri = target.Resource == "namespaces" ? $"/api/v1/namespaces/{team}" : target.Path + (verb == "list" ? "?limit=500&resourceVersion=0" : ""),
            User = user,
            Object = target,
        });
    }
}
