namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>What a row of the ledger says happened.</summary>
public enum LedgerEffect
{
    /// <summary>It was given.</summary>
    Granted,

    /// <summary>It was taken away.</summary>
    Removed,

    /// <summary>It became another.</summary>
    Changed,

    /// <summary>It was seen in place; since when is not known.</summary>
    InPlace,

    /// <summary>It was asked for, and failed.</summary>
    Failed,
}
