namespace AuditDashboard.Kubernetes.Audit;

/// <summary>What reading one record gave.</summary>
public abstract record AuditReadResult
{
    private AuditReadResult()
    {
    }

    /// <summary>The envelope could be read.</summary>
    public sealed record Readable(AuditEvent Event) : AuditReadResult;

    /// <summary>A JSON object that is no audit event (its <c>kind</c> is not Event and it has none of the envelope's members).</summary>
    public sealed record NotAnAuditEvent(string Reason) : AuditReadResult;

    /// <summary>The envelope cannot be read: to be quarantined.</summary>
    /// <param name="Reason">One sentence for people, without content of the record.</param>
    public sealed record Unreadable(string Reason) : AuditReadResult;
}
