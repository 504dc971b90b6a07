namespace AuditDashboard.KillHarness;

/// <summary>The machine's clock, moved: each start may find that time has passed.</summary>
internal sealed class ShiftedClock(TimeSpan shift) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
}
