namespace AuditDashboard.Shared;

/// <summary>How far the data of a component is.</summary>
public enum LoadPhase
{
    /// <summary>Nothing has been loaded yet.</summary>
    Loading,

    /// <summary>There is data to show (perhaps while newer is being loaded).</summary>
    Ready,

    /// <summary>Nothing could be loaded.</summary>
    Failed,
}
