using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Kubernetes.Rbac;

/// <summary>Tells which events are changes.</summary>
public static class ChangeClassifier
{
    /// <summary>The kind of change that an event is: a write (create, update, patch, delete, deletecollection), successful or attempted.</summary>
    public static ChangeKind Classify(AuditEvent audit) => throw new NotSupportedException("contract only");
}
