namespace AuditDashboard.LogsInsights.Execution;

/// <summary>The times of a run that functions may ask for.</summary>
/// <param name="NowMicros">Start of the run in microseconds since 1970.</param>
/// <param name="FromMicros">Start of the window, or null.</param>
/// <param name="ToMicros">End of the window, or null.</param>
internal sealed record RunClock(long NowMicros, long? FromMicros, long? ToMicros)
{
    /// <summary>The clock of selections, which are not allowed to ask for times.</summary>
    public static RunClock None { get; } = new(0, null, null);
}
