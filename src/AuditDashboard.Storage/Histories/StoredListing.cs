using AuditDashboard.Kubernetes.History;

namespace AuditDashboard.Storage.Histories;

/// <summary>A listing of a cluster that was imported, without its objects.</summary>
/// <param name="Id">Its row.</param>
/// <param name="TimeMicros">When it was made, in microseconds since 1970.</param>
/// <param name="Source">Name of the file that it came from.</param>
/// <param name="Objects">How many objects it holds that are followed.</param>
/// <param name="CompleteKinds">Kinds of which every object is in it.</param>
public sealed record StoredListing(long Id, long TimeMicros, string Source, int Objects, IReadOnlySet<TrackedKind> CompleteKinds);
