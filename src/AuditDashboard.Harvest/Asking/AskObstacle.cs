namespace AuditDashboard.Harvest.Asking;

/// <summary>Why a person's query is not run.</summary>
public enum AskObstacle
{
    /// <summary>Nothing is in its way.</summary>
    None,

    /// <summary>No cluster of that name in this scope takes queries.</summary>
    NoSource,

    /// <summary>The time lies in the future.</summary>
    NotYet,

    /// <summary>It is not known what the log holds, so that under a budget no more than <see cref="Costs.ScanBudget.Probe"/> is asked for.</summary>
    UnknownLog,

    /// <summary>It may cost more than is left of the day's budget; the reserve is not for such queries.</summary>
    Budget,
}
