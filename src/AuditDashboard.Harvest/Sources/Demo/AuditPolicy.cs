namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>How much of a request EKS writes to the audit log. The policy is published with the EKS guide and cannot be changed by users; the first rule that fits counts.</summary>
internal static class AuditPolicy
{
    public const string Metadata = "Metadata";
    public const string Request = "Request";
    public const string RequestResponse = "RequestResponse";

    private static readonly string[] ListedGroups =
    [
        "", "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "apps", "authentication.k8s.io",
        "authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io", "extensions", "metrics.k8s.io", "networking.k8s.io",
        "policy", "rbac.authorization.k8s.io", "scheduling.k8s.io", "settings.k8s.io", "storage.k8s.io",
    ];

    /// <summary>The level of an event.</summary>
    public static string LevelOf(DemoEvent e) => e.Object switch
    {
        null => Metadata,
        { Resource: "configmaps", Namespace: "kube-system", Name: "aws-auth" } when e.Verb is "update" or "patch" or "delete" => RequestResponse,
        { Resource: "nodes" or "pods", Subresource: "status" } when e.Verb is "update" or "patch" => Request,
        _ when e.Verb == "deletecollection" && e.User.Username == "system:serviceaccount:kube-system:namespace-controller" => Request,
        { Resource: "secrets" or "configmaps", Group: "" } or { Resource: "tokenreviews" } => Metadata,
        { Resource: "serviceaccounts", Subresource: "token" } => Request,
        var o when !ListedGroups.Contains(o.Group, StringComparer.Ordinal) => Metadata,
        _ => e.Verb is "get" or "list" or "watch" ? Request : RequestResponse,
    };
}
