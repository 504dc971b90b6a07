namespace AuditDashboard.Investigation;

/// <summary>The parts of a change's panel, in their order.</summary>
public enum ChangeTab
{
    /// <summary>What it did, how grave that is and why, and how to take it back.</summary>
    Summary,

    /// <summary>The difference in the object's own terms, or as text.</summary>
    Diff,

    /// <summary>Who is behind it.</summary>
    Actor,

    /// <summary>What it allows, to whom, by which way.</summary>
    Permissions,

    /// <summary>What was done with it, and what those did whom it gave something.</summary>
    Used,

    /// <summary>Other versions of the object.</summary>
    Related,

    /// <summary>The record as a tree or as text.</summary>
    Json,

    /// <summary>The record as it is.</summary>
    Raw,
}
