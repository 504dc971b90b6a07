namespace AuditDashboard.Kubernetes.History;

/// <summary>Whether a write took effect.</summary>
public enum WriteEffect
{
    /// <summary>No: it was refused, failed before the store, or was a dry run.</summary>
    None,

    /// <summary>Yes.</summary>
    Applied,

    /// <summary>Nobody can tell from the event: it has no code, timed out, or its options, which may ask for a dry run, are not logged.</summary>
    Uncertain,
}
