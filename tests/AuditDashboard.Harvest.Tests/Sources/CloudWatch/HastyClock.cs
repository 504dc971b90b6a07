namespace AuditDashboard.Harvest.Tests.Sources.CloudWatch;

/// <summary>A clock on which time goes twenty times as fast, so that pauses between calls cost nothing. Patience of five seconds and more stays as it is: on a busy machine a call may need it.</summary>
internal sealed class HastyClock : TimeProvider
{
    private const int Times = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly long _begin = System.GetTimestamp();

    public override long GetTimestamp() => _begin + ((System.GetTimestamp() - _begin) * Times);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < Patience ? dueTime / Times : dueTime, period);
}
