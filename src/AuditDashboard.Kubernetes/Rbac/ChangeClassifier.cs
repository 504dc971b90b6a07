using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Kubernetes.Rbac;

/// <summary>Tells which events are changes.</summary>
/// <remarks>
/// RBAC's resources and ConfigMaps have no subresources, so a write to one is an attempt on the object itself and counts like one: the canned queries,
/// which don't look at subresources, then match exactly what is listed as a change.
/// </remarks>
public static class ChangeClassifier
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    /// <summary>The kind of change that an event is: a write (create, update, patch, delete, deletecollection), successful or attempted.</summary>
    public static ChangeKind Classify(AuditEvent audit) => Classify(audit, []);

    /// <summary>As <see cref="Classify(AuditEvent)"/>, and where a create has no name in its <c>objectRef</c> the name is taken from the body.</summary>
    /// <param name="audit">The envelope.</param>
    /// <param name="record">The record it was read from; empty where it is not at hand.</param>
    public static ChangeKind Classify(AuditEvent audit, ReadOnlySpan<byte> record)
    {
        if (!AuditVerbs.IsWrite(audit.Verb) || audit.ObjectRef is not { } target)
        {
            return ChangeKind.None;
        }

        return target.Resource switch
        {
            "roles" => InGroup(audit, ChangeKind.Role),
            "rolebindings" => InGroup(audit, ChangeKind.RoleBinding),
            "clusterroles" => InGroup(audit, ChangeKind.ClusterRole),
            "clusterrolebindings" => InGroup(audit, ChangeKind.ClusterRoleBinding),
            "configmaps" => IsAwsAuth(audit, target, record) ? ChangeKind.AwsAuth : ChangeKind.None,
            _ => ChangeKind.None,
        };
    }

    private static ChangeKind InGroup(AuditEvent audit, ChangeKind kind)
    {
        var group = audit.ObjectRef?.ApiGroup;
        if (string.IsNullOrEmpty(group))
        {
            group = RequestPath.Parse(audit.RequestUri).ApiGroup;
        }

        // Where nothing names a group (short events made by hand or cut down by pipelines), RBAC is by far the likeliest owner of these names, and a
        // change shown that is none costs a glance, while one folded away may cost the cluster.
        return string.IsNullOrEmpty(group) || group == RbacGroup ? kind : ChangeKind.OtherApiGroup;
    }

    private static bool IsAwsAuth(AuditEvent audit, AuditObjectRef target, ReadOnlySpan<byte> record)
    {
        if (!string.IsNullOrEmpty(target.ApiGroup))
        {
            return false;
        }

        var path = RequestPath.Parse(audit.RequestUri);
        if ((target.Namespace ?? path.Namespace) != "kube-system")
        {
            return false;
        }

        var name = target.Name ?? path.Name;
        if (string.IsNullOrEmpty(name) && audit.Verb == "create" && !record.IsEmpty)
        {
            name = BodyReader.Name(record);
        }

        return name == "aws-auth" || (audit.Verb == "deletecollection" && string.IsNullOrEmpty(name));
    }
}
