namespace AuditDashboard.Kubernetes.Rbac;

/// <summary>A resource that Kubernetes itself has, as people name it: <c>deploy</c>, <c>deployment</c> and <c>deployments</c> are one.</summary>
/// <param name="Name">The name that rules write, in the plural.</param>
/// <param name="ApiGroup">Its API group; empty for the core group.</param>
/// <param name="IsNamespaced">Whether its objects lie in namespaces.</param>
/// <param name="ShortName">The short name that kubectl takes; null for none.</param>
public sealed record KnownResource(string Name, string ApiGroup, bool IsNamespaced, string? ShortName = null)
{
    /// <summary>Those of Kubernetes 1.33, and what permissions to impersonate and to sign are about; the core group first, in the order of names.</summary>
    public static IReadOnlyList<KnownResource> All { get; } =
    [
        new("bindings", "", true), new("componentstatuses", "", false, "cs"), new("configmaps", "", true, "cm"), new("endpoints", "", true, "ep"), new("events", "", true, "ev"),
        new("groups", "", false), new("limitranges", "", true, "limits"), new("namespaces", "", false, "ns"), new("nodes", "", false, "no"), new("persistentvolumeclaims", "", true, "pvc"),
        new("persistentvolumes", "", false, "pv"), new("pods", "", true, "po"), new("podtemplates", "", true), new("replicationcontrollers", "", true, "rc"),
        new("resourcequotas", "", true, "quota"), new("secrets", "", true), new("serviceaccounts", "", true, "sa"), new("services", "", true, "svc"), new("users", "", false),
        new("mutatingwebhookconfigurations", "admissionregistration.k8s.io", false), new("validatingadmissionpolicies", "admissionregistration.k8s.io", false),
        new("validatingadmissionpolicybindings", "admissionregistration.k8s.io", false), new("validatingwebhookconfigurations", "admissionregistration.k8s.io", false),
        new("customresourcedefinitions", "apiextensions.k8s.io", false, "crd"), new("apiservices", "apiregistration.k8s.io", false),
        new("controllerrevisions", "apps", true), new("daemonsets", "apps", true, "ds"), new("deployments", "apps", true, "deploy"), new("replicasets", "apps", true, "rs"), new("statefulsets", "apps", true, "sts"),
        new("selfsubjectreviews", "authentication.k8s.io", false), new("tokenreviews", "authentication.k8s.io", false), new("uids", "authentication.k8s.io", false), new("userextras", "authentication.k8s.io", false),
        new("localsubjectaccessreviews", "authorization.k8s.io", true), new("selfsubjectaccessreviews", "authorization.k8s.io", false),
        new("selfsubjectrulesreviews", "authorization.k8s.io", false), new("subjectaccessreviews", "authorization.k8s.io", false),
        new("horizontalpodautoscalers", "autoscaling", true, "hpa"), new("cronjobs", "batch", true, "cj"), new("jobs", "batch", true),
        new("certificatesigningrequests", "certificates.k8s.io", false, "csr"), new("signers", "certificates.k8s.io", false),
        new("leases", "coordination.k8s.io", true), new("endpointslices", "discovery.k8s.io", true),
        new("flowschemas", "flowcontrol.apiserver.k8s.io", false), new("prioritylevelconfigurations", "flowcontrol.apiserver.k8s.io", false),
        new("ingressclasses", "networking.k8s.io", false), new("ingresses", "networking.k8s.io", true, "ing"), new("ipaddresses", "networking.k8s.io", false, "ip"),
        new("networkpolicies", "networking.k8s.io", true, "netpol"), new("servicecidrs", "networking.k8s.io", false),
        new("runtimeclasses", "node.k8s.io", false), new("poddisruptionbudgets", "policy", true, "pdb"),
        new("clusterrolebindings", "rbac.authorization.k8s.io", false), new("clusterroles", "rbac.authorization.k8s.io", false),
        new("rolebindings", "rbac.authorization.k8s.io", true), new("roles", "rbac.authorization.k8s.io", true),
        new("priorityclasses", "scheduling.k8s.io", false, "pc"),
        new("csidrivers", "storage.k8s.io", false), new("csinodes", "storage.k8s.io", false), new("csistoragecapacities", "storage.k8s.io", true),
        new("storageclasses", "storage.k8s.io", false, "sc"), new("volumeattachments", "storage.k8s.io", false),
    ];

    /// <summary>The name as kubectl takes it, with the API group where it is not the core group: <c>deployments.apps</c>.</summary>
    public string Words => ApiGroup.Length == 0 ? Name : $"{Name}.{ApiGroup}";

    /// <summary>The resource that a word names; null where Kubernetes itself has none. Of two that share a name that of the core group.</summary>
    /// <param name="word">A plural, singular or short name, in any case.</param>
    /// <param name="apiGroup">The API group it must be of; null for any.</param>
    public static KnownResource? Find(string word, string? apiGroup = null)
    {
        var lower = word.ToLowerInvariant();
        return All.FirstOrDefault(known => (apiGroup is null || known.ApiGroup == apiGroup) && (known.Name == lower || known.ShortName == lower || Singular(known.Name) == lower));
    }

    private static string Singular(string plural) =>
        plural == "endpoints" ? plural
        : plural.EndsWith("ies", StringComparison.Ordinal) ? plural[..^3] + "y"
        : plural.EndsWith("sses", StringComparison.Ordinal) ? plural[..^2]
        : plural.EndsWith("statuses", StringComparison.Ordinal) ? plural[..^2]
        : plural[..^1];
}
