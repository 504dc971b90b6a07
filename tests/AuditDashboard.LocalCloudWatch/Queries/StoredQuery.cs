using AuditDashboard.LocalCloudWatch.Faults;

namespace AuditDashboard.LocalCloudWatch.Queries;

/// <summary>A query that was started.</summary>
internal sealed class StoredQuery(TimeProvider clock, QueryPace pace, FaultKind? fate)
{
    private readonly long _startedAt = clock.GetTimestamp();
    private long? _stoppedAt;

    public required string Id { get; init; }

    public required string Text { get; init; }

    public required IReadOnlyList<string> Groups { get; init; }

    public required long FromSecond { get; init; }

    public required long ToSecond { get; init; }

    public required long CreatedMs { get; init; }

    public required string User { get; init; }

    /// <summary>What it finds; the work runs whether anyone asks or not.</summary>
    public required Task<QueryOutcome> Outcome { get; init; }

    /// <summary>True while it waits or runs, and so counts among those at once.</summary>
    public bool IsActive => Status is "Scheduled" or "Running";

    /// <summary>True if the service has forgotten it.</summary>
    public bool IsGone => fate == FaultKind.QueryVanishes && _stoppedAt is null && Elapsed >= pace.Scheduled + pace.Running;

    /// <summary>Its state now.</summary>
    public string Status
    {
        get
        {
            var elapsed = Elapsed;
            if (_stoppedAt is not null)
            {
                return "Cancelled";
            }

            if (elapsed < pace.Scheduled)
            {
                return "Scheduled";
            }

            if (elapsed < pace.Scheduled + pace.Running || fate == FaultKind.QueryNeverEnds)
            {
                return "Running";
            }

            return fate switch
            {
                FaultKind.QueryFails => "Failed",
                FaultKind.QueryIsCancelled => "Cancelled",
                FaultKind.QueryTimesOut => "Timeout",
                FaultKind.QueryIsUnknown => "Unknown",
                _ => Outcome is { IsCompletedSuccessfully: true, Result.IsFailed: true } ? "Failed" : "Complete",
            };
        }
    }

    /// <summary>How long it has taken, in milliseconds.</summary>
    public long DurationMs => (long)Math.Min(Elapsed.TotalMilliseconds, (pace.Scheduled + pace.Running).TotalMilliseconds);

    /// <summary>Which part of its rows is there, 0 to 1.</summary>
    public double Progress => Status switch
    {
        "Complete" => 1,
        "Scheduled" => 0,
        _ => Math.Clamp((Elapsed - pace.Scheduled) / (pace.Running + TimeSpan.FromTicks(1)), 0, 0.9),
    };

    private TimeSpan Elapsed => _stoppedAt is { } stopped ? clock.GetElapsedTime(_startedAt, stopped) : clock.GetElapsedTime(_startedAt);

    /// <summary>Stops it; false if it has ended.</summary>
    public bool TryStop()
    {
        if (!IsActive)
        {
            return false;
        }

        _stoppedAt = clock.GetTimestamp();
        return true;
    }
}
