namespace AuditDashboard.LocalCloudWatch.Queries;

/// <summary>What the inclusive end of a query's window means; AWS does not say.</summary>
public enum EndReading
{
    /// <summary>The instant at which the second begins: an event 1 ms later is outside.</summary>
    Instant,

    /// <summary>The whole second.</summary>
    WholeSecond,
}
