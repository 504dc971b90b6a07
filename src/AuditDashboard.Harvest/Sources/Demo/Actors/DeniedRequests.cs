namespace AuditDashboard.Harvest.Sources.Demo.Actors;

/// <summary>Requests of known users that RBAC refuses: people who click where they may not, programs with too small a role.</summary>
internal static class DeniedRequests
{
    private static readonly (string Namespace, string Name, string Agent)[] Programs =
    [
        ("monitoring", "prometheus", "Prometheus/2.54.1"), ("search", "indexer", "indexer/4.2 (linux/amd64) client-go/v0.30.3"),
        ("reporting", "export-job", "python-kubernetes/30.1.0"), ("velero", "velero", "velero/v1.14.1 (linux/amd64)"),
        ("web", "storefront", "node-fetch/1.0"), ("fleet", "telematics", "okhttp/4.12.0"),
    ];

    private static readonly string[] Secrets = ["db-credentials", "tls-wildcard", "registry-pull", "stripe-webhook", "oauth-client", "session-keys"];

    private static readonly (string Verb, string Group, string Resource, string? Name, string? Sub)[] Requests =
    [
        ("list", "", "nodes", null, null), ("get", "", "pods", "worker-0", "log"), ("create", "", "pods", "debug-shell", "exec"), ("delete", "", "pods", "worker-0", null),
        ("list", "", "persistentvolumes", null, null), ("patch", "apps", "deployments", "api", null), ("create", "batch", "jobs", "migrate", null),
        ("list", "apiextensions.k8s.io", "customresourcedefinitions", null, null), ("create", "", "pods", "worker-1", "portforward"),
        ("update", "networking.k8s.io", "ingresses", "public", null), ("list", "", "configmaps", null, null), ("watch", "", "endpoints", null, null),
    ];

    private static readonly (string Resource, bool IsNamespaced)[] RbacResources = [("roles", true), ("rolebindings", true), ("clusterroles", false), ("clusterrolebindings", false)];

    /// <summary>A name that somebody signs in with at an identity provider where names are free.</summary>
    private const string HostileName = "oidc:<img src=x onerror=alert(document.domain)>";

    /// <summary>A refused read of secrets.</summary>
    public static void TellOfSecrets(DemoMinute minute, ref DemoRandom random)
    {
        var at = minute.At(ref random);
        var isList = random.Chance(0.35);
        var target = new DemoObject("", "secrets", random.Pick(DemoRobots.Teams), isList ? null : random.Pick(Secrets));
        Add(minute, at, Someone(minute, at, ref random), isList ? random.Chance(0.2) ? "watch" : "list" : "get", target, ref random);
    }

    /// <summary>A refused request for something else; now and then one to change who may do what.</summary>
    public static void Tell(DemoMinute minute, ref DemoRandom random)
    {
        var at = minute.At(ref random);
        var user = Someone(minute, at, ref random);
        if (random.Chance(0.08))
        {
            var (kind, isNamespaced) = random.Pick(RbacResources);
            var rbac = new DemoObject("rbac.authorization.k8s.io", kind, isNamespaced ? random.Pick(DemoRobots.Teams) : null, "temporary-admin");
            Add(minute, at, user, random.Chance(0.5) ? "create" : "patch", rbac, ref random);
            return;
        }

        var (verb, group, resource, name, sub) = random.Pick(Requests);
        var isClusterWide = resource is "nodes" or "persistentvolumes" or "customresourcedefinitions";
        Add(minute, at, user, verb, new DemoObject(group, resource, isClusterWide ? null : random.Pick(DemoRobots.Teams), name) { Subresource = sub }, ref random);
    }

    /// <summary>One refused request.</summary>
    public static void Add(DemoMinute minute, long at, DemoUser user, string verb, DemoObject target, ref DemoRandom random)
    {
        var path = verb == "create" && target.Subresource is null ? (target with { Name = null }).Path : target.Path;
        minute.Add(new DemoEvent
        {
            AtMicros = at,
            TookMicros = random.Between(200, 1_500),
            AuditId = random.Uuid(),
            Verb = verb,
            Uri = verb switch { "watch" => path + "?watch=true", "list" => path + "?limit=500", _ => path },
            User = user,
            Object = target,
            Code = 403,
        });
    }

    private static DemoUser Someone(DemoMinute minute, long at, ref DemoRandom random)
    {
        if (random.Chance(0.02))
        {
            return new DemoUser(HostileName, null, ["oidc:contractors", "system:authenticated"], [], "192.0.2.201", "kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46", "");
        }

        if (!minute.HasNoPeople && random.Chance(0.3))
        {
            return DemoPeople.Get(minute.Seed, 2 + random.Below(DemoPeople.Count - 2), at);
        }

        var (ns, name, agent) = random.Pick(Programs);
        return DemoUser.ServiceAccount(minute.Seed, ns, name, $"10.0.{random.Between(16, 64)}.{random.Between(4, 250)}", agent);
    }
}
