using System.Collections.Concurrent;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources;

namespace AuditDashboard.Harvest.Planning;

/// <summary>How long after an instant a cluster's time is read for the first time, as far as this process knows. Safe for several threads.</summary>
/// <param name="registry">The clusters.</param>
/// <param name="options">Says whether time is read at once or for economy.</param>
public sealed class ReadingDelays(ClusterRegistry registry, HarvestOptions options)
{
    private readonly ConcurrentDictionary<string, TimeSpan> _learned = new(StringComparer.Ordinal);

    /// <summary>Zero where time is read at once; for economy, how long the source is known to take to deliver.</summary>
    public TimeSpan Of(string cluster) =>
        options.Economy && registry.TryGet(cluster, out var configured) && configured.Source is IWindowLogSource source && source.DeliveryDelay > TimeSpan.Zero
            ? _learned.GetValueOrDefault(cluster, source.DeliveryDelay)
            : TimeSpan.Zero;

    /// <summary>Notes how long a cluster's source takes to deliver.</summary>
    internal void Learn(string cluster, TimeSpan delay) => _learned[cluster] = delay;
}
