using System.Collections.Concurrent;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Lets one run a cluster at a time pass within this process. Between processes the lease row does.</summary>
internal sealed class ClusterGate
{
    private readonly ConcurrentDictionary<string, byte> _running = new(StringComparer.Ordinal);

    /// <summary>True if nobody else in this process works on the cluster; then call <see cref="Leave"/> afterwards.</summary>
    public bool TryEnter(string cluster) => _running.TryAdd(cluster, 0);

    /// <summary>Lets the next one in.</summary>
    public void Leave(string cluster) => _running.TryRemove(cluster, out _);
}
