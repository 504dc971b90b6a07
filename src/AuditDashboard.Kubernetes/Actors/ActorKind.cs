namespace AuditDashboard.Kubernetes.Actors;

/// <summary>What sort of actor a Kubernetes user is, by its name.</summary>
public enum ActorKind
{
    /// <summary>No user is named.</summary>
    Unknown,

    /// <summary><c>system:anonymous</c>.</summary>
    Anonymous,

    /// <summary><c>system:serviceaccount:NAMESPACE:NAME</c>.</summary>
    ServiceAccount,

    /// <summary><c>system:node:NAME</c>.</summary>
    Node,

    /// <summary>Part of Kubernetes or EKS: other <c>system:</c> and <c>eks:</c> users.</summary>
    System,

    /// <summary>Any other user: a person, or a program that signs in like one.</summary>
    User,
}
