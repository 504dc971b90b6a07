namespace AuditDashboard.Storage.Ingest;

/// <summary>Tells an observer of each numbered crash point; does nothing in the product.</summary>
/// <param name="observer">Called at each point on the working thread; null for none.</param>
public sealed class CrashPoints(Action<CrashPoint>? observer)
{
    /// <summary>Nobody observes.</summary>
    public static CrashPoints None { get; } = new(null);

    /// <summary>Passes a point.</summary>
    public void Pass(CrashPoint point) => observer?.Invoke(point);
}
