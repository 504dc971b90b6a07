namespace AuditDashboard.Kubernetes.Sentences;

/// <summary>What a resource of the API is called in a sentence.</summary>
internal static class ResourceNames
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["apiservices"] = "APIService",
        ["certificatesigningrequests"] = "CertificateSigningRequest",
        ["clusterrolebindings"] = "ClusterRoleBinding",
        ["clusterroles"] = "ClusterRole",
        ["configmaps"] = "ConfigMap",
        ["cronjobs"] = "CronJob",
        ["customresourcedefinitions"] = "CustomResourceDefinition",
        ["daemonsets"] = "DaemonSet",
        ["deployments"] = "Deployment",
        ["endpoints"] = "Endpoints",
        ["endpointslices"] = "EndpointSlice",
        ["events"] = "Event",
        ["horizontalpodautoscalers"] = "HorizontalPodAutoscaler",
        ["ingresses"] = "Ingress",
        ["jobs"] = "Job",
        ["leases"] = "Lease",
        ["limitranges"] = "LimitRange",
        ["localsubjectaccessreviews"] = "LocalSubjectAccessReview",
        ["mutatingwebhookconfigurations"] = "MutatingWebhookConfiguration",
        ["namespaces"] = "Namespace",
        ["networkpolicies"] = "NetworkPolicy",
        ["nodes"] = "Node",
        ["persistentvolumeclaims"] = "PersistentVolumeClaim",
        ["persistentvolumes"] = "PersistentVolume",
        ["poddisruptionbudgets"] = "PodDisruptionBudget",
        ["pods"] = "Pod",
        ["priorityclasses"] = "PriorityClass",
        ["replicasets"] = "ReplicaSet",
        ["replicationcontrollers"] = "ReplicationController",
        ["resourcequotas"] = "ResourceQuota",
        ["rolebindings"] = "RoleBinding",
        ["roles"] = "Role",
        ["secrets"] = "Secret",
        ["selfsubjectaccessreviews"] = "SelfSubjectAccessReview",
        ["selfsubjectrulesreviews"] = "SelfSubjectRulesReview",
        ["serviceaccounts"] = "ServiceAccount",
        ["services"] = "Service",
        ["statefulsets"] = "StatefulSet",
        ["storageclasses"] = "StorageClass",
        ["subjectaccessreviews"] = "SubjectAccessReview",
        ["tokenreviews"] = "TokenReview",
        ["validatingwebhookconfigurations"] = "ValidatingWebhookConfiguration",
    };

    /// <summary>The kind of a well-known resource; null for others, which are then called as the API calls them.</summary>
    public static string? KindOf(string resource) => Kinds.GetValueOrDefault(resource);
}
