namespace AuditDashboard.Storage.Reviews;

/// <summary>What a reviewer makes of a change. The numbers are stored.</summary>
public enum ReviewDecision
{
    /// <summary>It was to be expected.</summary>
    Expected = 1,

    /// <summary>It was to be expected, and a ticket says why.</summary>
    ExpectedWithTicket = 2,

    /// <summary>It has to be taken back.</summary>
    ToBeUndone = 3,

    /// <summary>Nobody was to do this.</summary>
    Unauthorised = 4,
}
