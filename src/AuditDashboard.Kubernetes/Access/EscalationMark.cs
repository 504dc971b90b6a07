namespace AuditDashboard.Kubernetes.Access;

/// <summary>A permission by which one gets at more than it says.</summary>
public enum EscalationMark
{
    /// <summary><c>system:masters</c>: everything, and no rule takes it away.</summary>
    SystemMasters,

    /// <summary>Every verb on every resource.</summary>
    Everything,

    /// <summary>A wildcard in verbs, API groups or resources.</summary>
    Wildcard,

    /// <summary>The verb escalate: give roles more than one has.</summary>
    Escalate,

    /// <summary>The verb bind: give oneself any role.</summary>
    Bind,

    /// <summary>The verb impersonate: act as another user, group or service account.</summary>
    Impersonate,

    /// <summary>Make tokens of service accounts.</summary>
    ServiceAccountToken,

    /// <summary>Read Secrets.</summary>
    Secrets,

    /// <summary>Run commands in pods, or attach to them.</summary>
    PodsExec,

    /// <summary>Put containers into running pods.</summary>
    EphemeralContainers,

    /// <summary>Make pods, by themselves or through what makes them: they may use any service account and Secret of the namespace.</summary>
    CreatePods,

    /// <summary>Reach the kubelet through nodes/proxy.</summary>
    NodesProxy,

    /// <summary>Approve or sign certificates, and so sign in as anyone.</summary>
    Certificates,

    /// <summary>Change admission webhooks, which see and change every write.</summary>
    AdmissionWebhooks,

    /// <summary>Write aws-auth, or every ConfigMap there: sign in as anyone.</summary>
    AwsAuth,

    /// <summary>Write bindings or roles.</summary>
    WriteRbac,
}
