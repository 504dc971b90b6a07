using System.Diagnostics.CodeAnalysis;
using AuditDashboard.Storage.Clusters;

namespace AuditDashboard.Harvest.Clusters;

/// <summary>The clusters of the settings. The database may know more: clusters of imports, and those that are no longer configured.</summary>
public sealed class ClusterRegistry
{
    private readonly IReadOnlyList<ConfiguredCluster> _all;

    /// <summary>Makes a registry of these clusters; names are unique.</summary>
    public ClusterRegistry(IReadOnlyList<ConfiguredCluster> clusters) => _all = clusters;

    /// <summary>The clusters of <see cref="ClusterScope.Current"/>, in the order of the settings.</summary>
    public IReadOnlyList<ConfiguredCluster> Clusters =>
        ClusterScope.Current is { IsAll: false } scope ? [.. _all.Where(c => scope.Allows(c.Options.Name))] : _all;

    /// <summary>Finds a cluster by name, ordinal.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out ConfiguredCluster? cluster)
    {
        cluster = Clusters.FirstOrDefault(c => c.Name == name);
        return cluster is not null;
    }
}
