namespace AuditDashboard.Explore;

/// <summary>How a result is shown.</summary>
public enum ExploreView
{
    /// <summary>As rows and columns.</summary>
    Table,

    /// <summary>As bars over time, or bars a group.</summary>
    Chart,

    /// <summary>As one JSON object a row.</summary>
    Raw,
}
