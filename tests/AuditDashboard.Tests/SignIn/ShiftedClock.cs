namespace AuditDashboard.Tests.SignIn;

/// <summary>The real clock, and as much later as a test says; timers run in real time.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    /// <summary>How far ahead it is.</summary>
    public TimeSpan Ahead { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}
