using AuditDashboard.LocalCloudWatch.Queries;

namespace AuditDashboard.FaultHarness;

/// <summary>What a fault run does.</summary>
internal sealed record FaultRunOptions
{
    /// <summary>How often schedulers are killed.</summary>
    public required int Kills { get; init; }

    /// <summary>The same seed gives the same records, the same plans to kill by and the same calls that fail; which of two processes makes a call first is up to the machine.</summary>
    public required int Seed { get; init; }

    /// <summary>Records of the log group, bursts among them.</summary>
    public required int Records { get; init; }

    /// <summary>What the inclusive end of a query's window means.</summary>
    public required EndReading Reading { get; init; }
}
