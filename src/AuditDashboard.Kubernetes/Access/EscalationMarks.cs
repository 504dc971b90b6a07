using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>Finds escalation marks in permissions.</summary>
public static class EscalationMarks
{
    private static readonly string[] Changing = ["update", "patch"];
    private const int MaxNames = 5;
    private const string RbacGroup = "rbac.authorization.k8s.io";

    // A mark is set where a permission allows any of the requests, in whatever way it is written.
    private static readonly (EscalationMark Mark, string[] Verbs, string Group, string[] Resources)[] Requests =
    [
        (EscalationMark.Escalate, ["escalate"], RbacGroup, ["roles", "clusterroles"]),
        (EscalationMark.Bind, ["bind"], RbacGroup, ["roles", "clusterroles"]),
        (EscalationMark.Impersonate, ["impersonate"], "", ["users", "groups", "serviceaccounts"]),
        (EscalationMark.Impersonate, ["impersonate"], "authentication.k8s.io", ["uids", "userextras"]),
        (EscalationMark.ServiceAccountToken, ["create"], "", ["serviceaccounts/token"]),
        (EscalationMark.Secrets, ["get", "list", "watch"], "", ["secrets"]),
        (EscalationMark.PodsExec, ["create", "get"], "", ["pods/exec", "pods/attach"]),
        (EscalationMark.EphemeralContainers, ["update", "patch"], "", ["pods/ephemeralcontainers"]),
        (EscalationMark.CreatePods, ["create"], "", ["pods", "replicationcontrollers"]),
        (EscalationMark.CreatePods, ["create", "update", "patch"], "apps", ["deployments", "daemonsets", "statefulsets", "replicasets"]),
        (EscalationMark.CreatePods, ["create", "update", "patch"], "batch", ["jobs", "cronjobs"]),
        (EscalationMark.NodesProxy, ["get", "create"], "", ["nodes/proxy"]),
        (EscalationMark.Certificates, ["update", "patch"], "certificates.k8s.io", ["certificatesigningrequests/approval", "certificatesigningrequests/status"]),
        (EscalationMark.Certificates, ["approve", "sign"], "certificates.k8s.io", ["signers"]),
        (EscalationMark.AdmissionWebhooks, ["create", "update", "patch"], "admissionregistration.k8s.io", ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"]),
        (EscalationMark.WriteRbac, ["create", "update", "patch"], RbacGroup, ["roles", "clusterroles", "rolebindings", "clusterrolebindings"]),
    ];

    /// <summary>The marks of a permission, gravest first.</summary>
    /// <param name="permission">The permission.</param>
    /// <param name="space">The namespace in which it is given; empty for all.</param>
    public static IReadOnlyList<EscalationMark> Of(Permission permission, string space)
    {
        if (permission.NonResourceUrl is not null)
        {
            return permission is { Verb: "*", NonResourceUrl: "*" } ? [EscalationMark.Wildcard] : [];
        }

        if (permission is { Verb: "*", ApiGroup: "*", Resource: "*", Subresource: null, ResourceName: null })
        {
            return [EscalationMark.Everything];
        }

        var marks = new SortedSet<EscalationMark>();
        if (permission.Verb == "*" || permission.ApiGroup == "*" || permission.Resource == "*")
        {
            marks.Add(EscalationMark.Wildcard);
        }

        var any = permission with { ResourceName = null };
        foreach (var (mark, verbs, group, resources) in Requests)
        {
            if (verbs.Any(verb => resources.Any(resource => any.Covers(Permission.OnResource(verb, group, resource, null)))))
            {
                marks.Add(mark);
            }
        }

        // Nodes lie in no namespace, and neither do certificates and webhooks: a role given in a namespace does not reach them.
        if (space.Length > 0)
        {
            marks.ExceptWith([EscalationMark.NodesProxy, EscalationMark.Certificates, EscalationMark.AdmissionWebhooks]);
        }

        if (space is "" or "kube-system" && permission.ResourceName is null or "aws-auth"
            && Changing.Any(verb => any.Covers(Permission.OnResource(verb, "", "configmaps", null))))
        {
            marks.Add(EscalationMark.AwsAuth);
        }

        return [.. marks];
    }

    /// <summary>A mark in words, where every permission that sets it names the objects that it is limited to.</summary>
    /// <param name="mark">The mark.</param>
    /// <param name="names">Their names, in order; empty where there is no such limit.</param>
    public static string Words(EscalationMark mark, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return Words(mark);
        }

        var listed = string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames ? FormattableString.Invariant($" and {names.Count - MaxNames} more") : "");
        return mark switch
        {
            EscalationMark.Bind => $"give itself what these roles allow: {listed};",
            EscalationMark.Escalate => $"let these roles allow more than it has itself: {listed};",
            EscalationMark.Impersonate => $"act as {listed}",
            _ => $"{Words(mark)} (only of the name {listed})",
        };
    }

    /// <summary>A mark in words, as they follow "may".</summary>
    public static string Words(EscalationMark mark) => mark switch
    {
        EscalationMark.SystemMasters => "do everything, and no RBAC rule takes that away",
        EscalationMark.Everything => "do everything",
        EscalationMark.Wildcard => "do what a wildcard allows, also on what is added later",
        EscalationMark.Escalate => "give roles more than it has itself",
        EscalationMark.Bind => "give itself any role",
        EscalationMark.Impersonate => "act as another user, group or service account",
        EscalationMark.ServiceAccountToken => "make tokens of service accounts",
        EscalationMark.Secrets => "read Secrets",
        EscalationMark.PodsExec => "run commands in pods",
        EscalationMark.EphemeralContainers => "put containers into running pods",
        EscalationMark.CreatePods => "make pods, and with them use the namespace's service accounts and Secrets",
        EscalationMark.NodesProxy => "reach kubelets through nodes/proxy, past admission and audit",
        EscalationMark.Certificates => "approve or sign certificates, and so sign in as anyone",
        EscalationMark.AdmissionWebhooks => "change admission webhooks, which see and change every write",
        EscalationMark.AwsAuth => "write aws-auth, and so sign in as anyone",
        _ => "write roles or bindings",
    };
}
