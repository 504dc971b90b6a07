namespace AuditDashboard.Explore.Running;

/// <summary>How far a run is.</summary>
/// <param name="Records">Records read so far.</param>
/// <param name="Bytes">Bytes of their messages.</param>
/// <param name="Elapsed">Time since it began to read.</param>
/// <param name="IsWaiting">True while it waits for other queries to end.</param>
/// <param name="IsOfCloudWatch">True if CloudWatch runs it: records and bytes are what it says that it scanned.</param>
public sealed record ExploreProgress(long Records, long Bytes, TimeSpan Elapsed, bool IsWaiting, bool IsOfCloudWatch = false);
