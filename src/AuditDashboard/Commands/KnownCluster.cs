using AuditDashboard.Storage.Clusters;

namespace AuditDashboard.Commands;

/// <summary>Checks that the database has a cluster, since an answer about none would read as nothing happening.</summary>
internal static class KnownCluster
{
    /// <summary>Ends the command where the database has no cluster of the name.</summary>
    /// <exception cref="CommandFailure">There is none; the sentence names those there are.</exception>
    public static async Task RequireAsync(ClusterStore clusters, string name, CancellationToken cancellationToken)
    {
        var known = await clusters.GetAllAsync(cancellationToken);
        if (known.All(row => row.Name != name))
        {
            var names = known.Count == 0 ? "no cluster yet" : string.Join(", ", known.Select(row => row.Name));
            throw new CommandFailure(ExitCodes.Failure, $"The database has no cluster '{name}'. It has {names}.");
        }
    }
}
