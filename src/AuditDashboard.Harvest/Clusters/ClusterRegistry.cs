using System.Diagnostics.CodeAnalysis;

namespace AuditDashboard.Harvest.Clusters;

/// <summary>The clusters of the settings. The database may know more: clusters of imports, and those that are no longer configured.</summary>
public sealed class ClusterRegistry
{
    /// <summary>Makes a registry of these clusters; names are unique.</summary>
    public ClusterRegistry(IReadOnlyList<ConfiguredCluster> clusters) => Clusters = clusters;

    /// <summary>The clusters, in the order of the settings.</summary>
    public IReadOnlyList<ConfiguredCluster> Clusters { get; }

    /// <summary>Finds a cluster by name, ordinal.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out ConfiguredCluster? cluster)
    {
        cluster = Clusters.FirstOrDefault(c => c.Name == name);
        return cluster is not null;
    }
}
