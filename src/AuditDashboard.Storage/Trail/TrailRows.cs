using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Storage.Trail;

/// <summary>A stored call.</summary>
/// <param name="RowId">Its row.</param>
/// <param name="Id">Its identity in lower-case hex, 64 characters: for links.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Time">Its time; null if undated.</param>
/// <param name="Call">The call.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="IsRepeated">Whether CloudTrail's id is also that of another content.</param>
/// <param name="Json">The record, redacted.</param>
public sealed record StoredTrailCall(long RowId, string Id, string Cluster, DateTimeOffset? Time, TrailCall Call, CallOutcome Outcome, bool IsRepeated, ReadOnlyMemory<byte> Json);

/// <summary>Changes of who may get in, as stored.</summary>
/// <param name="Calls">The calls that have a time, oldest first; the newest <see cref="TrailReads.MostChanges"/> where there are more.</param>
/// <param name="IsCut">Whether there are more.</param>
/// <param name="Undated">Calls without a time.</param>
public sealed record TrailChanges(IReadOnlyList<StoredTrailCall> Calls, bool IsCut, long Undated);

/// <summary>Calls by which one service account took, or tried to take, one role, with one outcome.</summary>
/// <param name="Subject">Service account as namespace/name; null where the records do not name it.</param>
/// <param name="Role">The role; null where they do not name it.</param>
/// <param name="Outcome">How they ended.</param>
/// <param name="Count">Calls in the window.</param>
/// <param name="First">The first such call that is stored, in the window or before.</param>
/// <param name="Last">The last in the window.</param>
public sealed record WorkloadRow(string? Subject, string? Role, CallOutcome Outcome, long Count, DateTimeOffset First, DateTimeOffset Last);

/// <summary>What vouches for a cluster's calls.</summary>
/// <param name="FileSpans">Time of which files held records of CloudTrail: completeness unknown.</param>
/// <param name="HasAny">Whether any record of a file was ever read.</param>
public sealed record TrailCoverage(IReadOnlyList<TimeWindow> FileSpans, bool HasAny)
{
    /// <summary>What of a window is collected from the log group of CloudTrail; null where the cluster has none.</summary>
    public CoverageSummary? Group { get; init; }

    /// <summary>The first instant of which the log group is collected, microseconds since 1970; null where none is.</summary>
    public long? GroupFromMicros { get; init; }

    /// <summary>Whether any of a window was looked at.</summary>
    public bool Touches(TimeWindow window) => FileSpans.Any(span => span.FromMicros < window.ToMicros && span.ToMicros > window.FromMicros);

    /// <summary>The first instant that was looked at, in microseconds since 1970; null where none was.</summary>
    public long? FirstMicros => FileSpans.Select(span => (long?)span.FromMicros).Append(GroupFromMicros).Min();
}
