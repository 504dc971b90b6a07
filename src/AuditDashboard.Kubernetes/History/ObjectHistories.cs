namespace AuditDashboard.Kubernetes.History;

/// <summary>The histories of all objects that a set of events tells of.</summary>
/// <param name="Objects">The histories by object.</param>
/// <param name="Unplaced">Writes that took effect, or may have, on objects whose names are not logged.</param>
/// <param name="Listings">The listings that were taken in, oldest first.</param>
public sealed record ObjectHistories(
    IReadOnlyDictionary<ObjectKey, ObjectHistory> Objects, IReadOnlyList<ObjectWrite> Unplaced, IReadOnlyList<ClusterListing> Listings)
{
    /// <summary>Builds the histories. Pure: the same writes in any order give the same, as long as no two of one object have the same time and no version.</summary>
    /// <param name="writes">The writes of one cluster, in any order.</param>
    /// <param name="listings">Listings of the cluster, in any order.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static ObjectHistories Build(IEnumerable<ObjectWrite> writes, IEnumerable<ClusterListing> listings, CancellationToken cancellationToken)
    {
        var builder = new HistoryBuilder();
        foreach (var step in WriteOrder.Of(writes, listings))
        {
            cancellationToken.ThrowIfCancellationRequested();
            builder.Add(step);
        }

        return builder.Build();
    }

    /// <summary>Builds the histories from writes alone.</summary>
    /// <param name="writes">The writes of one cluster, in any order.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static ObjectHistories Build(IEnumerable<ObjectWrite> writes, CancellationToken cancellationToken) => Build(writes, [], cancellationToken);
}
