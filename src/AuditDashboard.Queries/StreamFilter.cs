namespace AuditDashboard.Queries;

/// <summary>The condition that keeps a query to the audit streams of a cluster's log group, which holds other streams too.</summary>
/// <remarks>It belongs to the presentation and to the scan, not to selections: files of audit events alone name no stream.</remarks>
public static class StreamFilter
{
    /// <summary>Name that every audit stream starts with; <c>kube-apiserver-</c> alone would take other streams as well.</summary>
    public const string StreamName = "kube-apiserver-audit";

    /// <summary>The condition, in canonical print.</summary>
    public const string Condition = $"@logStream like \"{StreamName}\"";
}
