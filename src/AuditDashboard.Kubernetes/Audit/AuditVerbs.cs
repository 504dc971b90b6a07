namespace AuditDashboard.Kubernetes.Audit;

/// <summary>Verbs of audit events.</summary>
public static class AuditVerbs
{
    /// <summary>Whether a verb writes: create, update, patch, delete or deletecollection, exactly as the API server writes them.</summary>
    public static bool IsWrite(string? verb) => verb is "create" or "update" or "patch" or "delete" or "deletecollection";
}
