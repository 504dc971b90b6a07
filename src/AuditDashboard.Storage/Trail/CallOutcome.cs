namespace AuditDashboard.Storage.Trail;

/// <summary>How a call ended. The numbers are stored.</summary>
public enum CallOutcome
{
    /// <summary>It succeeded.</summary>
    Succeeded = 0,

    /// <summary>It failed for another reason than that it was not allowed.</summary>
    Failed = 1,

    /// <summary>It was not allowed.</summary>
    Denied = 2,
}
