using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Overview;

/// <summary>A change in plain words.</summary>
internal static class ChangeWords
{
    /// <summary>What was done, in the past.</summary>
    public static string Verb(string? verb) => verb switch
    {
        "create" => "created",
        "update" => "updated",
        "patch" => "patched",
        "delete" => "deleted",
        "deletecollection" => "deleted all",
        null => "did",
        _ => LogSegments.ToPlain(verb, 40),
    };

    /// <summary>The kind of object.</summary>
    public static string Kind(ChangeKind kind) => kind switch
    {
        ChangeKind.Role => "Role",
        ChangeKind.RoleBinding => "RoleBinding",
        ChangeKind.ClusterRole => "ClusterRole",
        ChangeKind.ClusterRoleBinding => "ClusterRoleBinding",
        ChangeKind.AwsAuth => "ConfigMap",
        ChangeKind.OtherApiGroup => "Object of another API group",
        _ => "Object",
    };

    /// <summary><c>namespace/name</c>; null where the log names no object (deletecollection, create by generateName).</summary>
    public static string? ObjectName(EventRow row) => row switch
    {
        { Name: null, Namespace: null } => null,
        { Name: null } => row.Namespace + "/",
        { Namespace: null } => row.Name,
        _ => $"{row.Namespace}/{row.Name}",
    };

    /// <summary>The outcome, from the response's code.</summary>
    public static string Outcome(EventRow row) => row.Code switch
    {
        null => "cannot tell",
        401 => "not signed in",
        403 => row.Decision == "forbid" ? "refused by RBAC" : "refused (403)",
        >= 400 => $"failed ({row.Code})",
        _ => "allowed",
    };
}
