namespace AuditDashboard.Storage.LookBacks;

/// <summary>How a look further back stands. The numbers are stored.</summary>
public enum LookBackState
{
    /// <summary>Asked for, and not begun.</summary>
    Waiting = 1,

    /// <summary>Under way.</summary>
    Running = 2,

    /// <summary>The version before is known now.</summary>
    Found = 3,

    /// <summary>It looked as far back as it was asked to, or as there is something, and did not find it.</summary>
    NotFound = 4,

    /// <summary>It stopped for the day's budget; what it read stays.</summary>
    OutOfBudget = 5,

    /// <summary>A person cancelled it; what it read stays.</summary>
    Cancelled = 6,

    /// <summary>It could not go on; what it read stays.</summary>
    Failed = 7,
}
