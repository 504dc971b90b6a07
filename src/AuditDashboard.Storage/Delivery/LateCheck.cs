namespace AuditDashboard.Storage.Delivery;

/// <summary>How far the search for late events of a cluster is.</summary>
/// <param name="DoneToMicros">What lies before was searched when nothing more was expected of it, microseconds since 1970.</param>
/// <param name="PassStartedMicros">When the pass under way began, microseconds since 1970; null between passes.</param>
/// <param name="PassAtMicros">Down to where the pass under way has searched, microseconds since 1970; null between passes.</param>
public sealed record LateCheck(long DoneToMicros, long? PassStartedMicros, long? PassAtMicros);
