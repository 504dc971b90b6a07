using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Explanations;

/// <summary>Rules for the controllers that change RBAC on most clusters, each no wider than what it does there.</summary>
public static class KnownControllers
{
    private static readonly ChangeKind[] Rbac = [ChangeKind.Role, ChangeKind.RoleBinding, ChangeKind.ClusterRole, ChangeKind.ClusterRoleBinding];

    /// <summary>The rules. Helm is none of them: it acts as whoever runs it, so a pipeline that runs it is a rule of the organisation's own.</summary>
    public static IReadOnlyList<ExplanationRule> Rules { get; } =
    [
        new() { Name = "Flux", Users = ["system:serviceaccount:flux-system:kustomize-controller"], Pods = ["kustomize-controller-*"], Kinds = Rbac },
        new() { Name = "Flux", Users = ["system:serviceaccount:flux-system:helm-controller"], Pods = ["helm-controller-*"], Kinds = Rbac },
        new() { Name = "Argo CD", Users = ["system:serviceaccount:argocd:argocd-application-controller"], Pods = ["argocd-application-controller-*"], Kinds = Rbac },

        // Their tokens are made for no pod: the controller manager is none, and asks for one token a controller.
        new() { Name = "Kubernetes", Users = ["system:serviceaccount:kube-system:clusterrole-aggregation-controller"], RunsInNoPod = true, Kinds = [ChangeKind.ClusterRole], Verbs = ["update", "patch"] },
        new() { Name = "Kubernetes", Users = ["system:serviceaccount:kube-system:namespace-controller"], RunsInNoPod = true, Kinds = [ChangeKind.Role, ChangeKind.RoleBinding], Verbs = ["delete", "deletecollection"] },
        new() { Name = "Kubernetes", Users = ["system:serviceaccount:kube-system:generic-garbage-collector"], RunsInNoPod = true, Kinds = Rbac, Verbs = ["delete", "patch"] },
        new() { Name = "Kubernetes", Users = ["system:apiserver"], Kinds = [ChangeKind.ClusterRole, ChangeKind.ClusterRoleBinding], Names = ["system:*", "cluster-admin", "admin", "edit", "view"], Verbs = ["create", "update", "patch"] },
        new() { Name = "Kubernetes", Users = ["system:apiserver"], Kinds = [ChangeKind.Role, ChangeKind.RoleBinding], Namespaces = ["kube-system", "kube-public"], Names = ["system:*", "extension-apiserver-authentication-reader"], Verbs = ["create", "update", "patch"] },
        new() { Name = "EKS", Users = ["eks:addon-manager", "eks:cluster-bootstrap", "eks:addon-cluster-admin"], Kinds = Rbac },
        new() { Name = "EKS", Users = ["eks:node-manager", "eks:fargate-manager"], Kinds = [ChangeKind.AwsAuth], Verbs = ["create", "update", "patch"] },
    ];
}
