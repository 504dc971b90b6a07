namespace AuditDashboard.Kubernetes.Audit;

/// <summary>Computes the identity of records, before redaction.</summary>
public static class RecordIdentity
{
    /// <summary>Identity of a record in a cluster: members sorted, no insignificant white space, numbers as written; raw bytes where it is not clean JSON.</summary>
    public static RecordId Compute(string cluster, ReadOnlySpan<byte> record) => throw new NotSupportedException("contract only");
}
