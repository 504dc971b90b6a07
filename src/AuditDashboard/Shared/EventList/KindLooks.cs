using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Shared.EventList;

/// <summary>Kinds of change as the database names them, with their colour on charts.</summary>
public static class KindLooks
{
    /// <summary>Values of the kind facet, in the order of the catalog.</summary>
    public static IReadOnlyList<string> Values { get; } = ["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding", "aws-auth"];

    /// <summary>Name and colour of a series of changes by kind.</summary>
    public static (string Label, string ColorToken) SeriesOf(string kind) => kind switch
    {
        "Role" => ("Roles", "--q-roles"),
        "RoleBinding" => ("Role bindings", "--q-rolebindings"),
        "ClusterRole" => ("Cluster roles", "--q-clusterroles"),
        "ClusterRoleBinding" => ("Cluster role bindings", "--q-clusterrolebindings"),
        "aws-auth" => ("aws-auth", "--q-aws-auth"),
        "" => ("Other", "--t3"),
        _ => (kind, "--t3"),
    };

    /// <summary>The value of the kind facet; null where the event is no change.</summary>
    public static string? NameOf(ChangeKind kind) => kind is ChangeKind.None or ChangeKind.OtherApiGroup ? null : FacetWords.OfKind(kind);
}
