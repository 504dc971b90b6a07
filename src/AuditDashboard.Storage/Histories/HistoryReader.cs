using System.Collections.Concurrent;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Storage.Histories;

/// <summary>Histories of objects and what is known of access, out of stored events. Singleton: keeps small indexes of each cluster and brings them up to date by what is new.</summary>
public sealed class HistoryReader(AuditDatabase database) : IDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private readonly ConcurrentDictionary<string, ClusterFollower> _followers = new(StringComparer.Ordinal);

    /// <summary>The clusters that were asked about.</summary>
    public IReadOnlyCollection<string> Followed => [.. _followers.Keys];

    /// <summary>The history of one object, or the part of it around an instant.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="key">The object.</param>
    /// <param name="place">Which part.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<StoredHistory> GetHistoryAsync(string cluster, ObjectKey key, HistoryPlace place, CancellationToken cancellationToken) =>
        Of(cluster).GetHistoryAsync(key, place, cancellationToken);

    /// <summary>What one event did to which objects.</summary>
    public Task<StoredWrite> GetWriteAsync(StoredEvent stored, CancellationToken cancellationToken) => Of(stored.Row.Cluster).GetWriteAsync(stored, cancellationToken);

    /// <summary>What all stored writes tell of access. The first call of a cluster reads them all; later ones read what is new.</summary>
    public Task<ClusterAccess> GetAccessAsync(string cluster, CancellationToken cancellationToken) => Of(cluster).GetAccessAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _lifetime.Cancel();
        _lifetime.Dispose();
    }

    // What is kept is shared by all who may read the cluster. Whoever may not gets an index of their own, which finds nothing: as of a cluster that is not there.
    private ClusterFollower Of(string cluster) => !ClusterScope.Current.Allows(cluster)
        ? new ClusterFollower(database, cluster, _lifetime.Token)
        : _followers.GetOrAdd(cluster, name => new ClusterFollower(database, name, _lifetime.Token));
}
