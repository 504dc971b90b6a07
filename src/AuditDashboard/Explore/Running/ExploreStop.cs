namespace AuditDashboard.Explore.Running;

/// <summary>Why a run ended before it had read everything.</summary>
public enum ExploreStop
{
    /// <summary>It read everything.</summary>
    None,

    /// <summary>The reader stopped it.</summary>
    Cancelled,

    /// <summary>It reached the time limit.</summary>
    TimeLimit,
}
