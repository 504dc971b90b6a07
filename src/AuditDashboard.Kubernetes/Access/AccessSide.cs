namespace AuditDashboard.Kubernetes.Access;

/// <summary>One side of a change.</summary>
/// <param name="Changed">What is there of the objects that the change is about.</param>
/// <param name="Assumed">What is taken as there though no event tells it: at most one role, which Kubernetes makes itself.</param>
/// <param name="Gaps">Why all that is known may not be all that is there, in sentences; empty where it is.</param>
internal sealed record AccessSide(IReadOnlyList<AccessObject> Changed, IReadOnlyList<AccessObject> Assumed, IReadOnlyList<string> Gaps)
{
    /// <summary>All of its objects.</summary>
    public IEnumerable<AccessObject> Objects => Changed.Concat(Assumed);
}
