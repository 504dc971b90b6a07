using AuditDashboard.Kubernetes.Actors;

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>Who made a call, out of <c>userIdentity</c>.</summary>
/// <param name="DisplayName">A short name for lists: the session's name, the user's, the service; never empty.</param>
/// <param name="Principal">The principal without its session, as an ARN or a service's name; null where the record names none.</param>
/// <param name="Session">The session's name, which whoever assumed the role chose; null where there is none.</param>
/// <param name="IsConsole">Whether the call says that it came from the AWS console.</param>
/// <param name="Hops">The steps to who is behind the call, each with what it rests on.</param>
public sealed record TrailCaller(string DisplayName, string? Principal, string? Session, bool IsConsole, IReadOnlyList<ActorHop> Hops)
{
    /// <summary>The step that least can be relied on; null where there are none.</summary>
    public ActorHop? WeakestHop => Hops.MaxBy(hop => hop.Evidence);
}
