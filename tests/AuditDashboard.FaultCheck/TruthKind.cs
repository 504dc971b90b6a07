namespace AuditDashboard.FaultCheck;

/// <summary>What becomes of a record of the truth.</summary>
public enum TruthKind
{
    /// <summary>An event that canned queries select: stored once.</summary>
    Event,

    /// <summary>An event that none selects: not stored.</summary>
    Noise,

    /// <summary>Cut or broken on its way: kept as unreadable, once.</summary>
    Unreadable,
}
