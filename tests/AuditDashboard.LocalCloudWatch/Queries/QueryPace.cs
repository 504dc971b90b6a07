namespace AuditDashboard.LocalCloudWatch.Queries;

/// <summary>How long a query is in its states.</summary>
/// <param name="Scheduled">How long it waits.</param>
/// <param name="Running">How long it runs; its rows come in part meanwhile.</param>
public readonly record struct QueryPace(TimeSpan Scheduled, TimeSpan Running)
{
    /// <summary>A moment each, so that a client has to poll.</summary>
    public static QueryPace Default { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400));

    /// <summary>Complete as soon as it is started.</summary>
    public static QueryPace AtOnce { get; } = new(TimeSpan.Zero, TimeSpan.Zero);
}
