using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.History;

/// <summary>What the kinds are called where they occur.</summary>
public static class TrackedKinds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<TrackedKind> All { get; } = Enum.GetValues<TrackedKind>();

    /// <summary><c>kind</c> of the objects, such as Role; aws-auth is a ConfigMap.</summary>
    public static string ObjectKind(TrackedKind kind) => kind == TrackedKind.AwsAuth ? "ConfigMap" : kind.ToString();

    /// <summary>Whether objects of the kind lie in namespaces.</summary>
    public static bool IsNamespaced(TrackedKind kind) => kind is not (TrackedKind.ClusterRole or TrackedKind.ClusterRoleBinding);

    /// <summary>The kind of an object; null where it is none that is followed.</summary>
    /// <param name="kind"><c>kind</c>.</param>
    /// <param name="apiVersion"><c>apiVersion</c>; null where absent.</param>
    /// <param name="space">The namespace; null where it has none.</param>
    /// <param name="name">The name.</param>
    public static TrackedKind? Of(string? kind, string? apiVersion, string? space, string? name)
    {
        var isRbac = apiVersion is null || apiVersion.StartsWith("rbac.authorization.k8s.io/", StringComparison.Ordinal);
        var isCore = apiVersion is null or "v1";
        return kind switch
        {
            "Role" when isRbac => TrackedKind.Role,
            "ClusterRole" when isRbac => TrackedKind.ClusterRole,
            "RoleBinding" when isRbac => TrackedKind.RoleBinding,
            "ClusterRoleBinding" when isRbac => TrackedKind.ClusterRoleBinding,
            "ServiceAccount" when isCore => TrackedKind.ServiceAccount,
            "ConfigMap" when isCore && space == "kube-system" && name == "aws-auth" => TrackedKind.AwsAuth,
            _ => null,
        };
    }

    /// <summary>The kind that an event writes, or tries to; null where it is none that is followed.</summary>
    internal static TrackedKind? Written(AuditEvent audit, ReadOnlySpan<byte> record)
    {
        // A token is made under a service account's name, and the account stays as it is.
        if (audit.ObjectRef is { Resource: "serviceaccounts" } account)
        {
            return AuditVerbs.IsWrite(audit.Verb) && string.IsNullOrEmpty(account.ApiGroup) && string.IsNullOrEmpty(account.Subresource)
                ? TrackedKind.ServiceAccount
                : null;
        }

        return ChangeClassifier.Classify(audit, record) switch
        {
            ChangeKind.Role => TrackedKind.Role,
            ChangeKind.ClusterRole => TrackedKind.ClusterRole,
            ChangeKind.RoleBinding => TrackedKind.RoleBinding,
            ChangeKind.ClusterRoleBinding => TrackedKind.ClusterRoleBinding,
            ChangeKind.AwsAuth when string.IsNullOrEmpty(audit.ObjectRef?.Subresource) => TrackedKind.AwsAuth,
            _ => null,
        };
    }
}
