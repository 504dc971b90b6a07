namespace AuditDashboard.Storage.Clusters;

/// <summary>A cluster that the database knows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">CloudWatch, Files, Demo, or Import for one that only imports made.</param>
/// <param name="OwedFrom">Since when its time is to be collected; null for files.</param>
/// <param name="LastEvent">Time of the newest stored event; null if none.</param>
/// <param name="LastRunAt">End of the last finished run; null if none.</param>
public sealed record ClusterRow(string Name, string Source, DateTimeOffset? OwedFrom, DateTimeOffset? LastEvent, DateTimeOffset? LastRunAt);

/// <summary>The clusters in the database.</summary>
public sealed class ClusterStore(AuditDatabase database)
{
    /// <summary>Makes the cluster if new, or updates its source; moves <paramref name="owedFrom"/> only further back, never forward.</summary>
    public Task RegisterAsync(string cluster, string source, DateTimeOffset? owedFrom, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only" + database.Path);

    /// <summary>All clusters by name.</summary>
    public Task<IReadOnlyList<ClusterRow>> GetAllAsync(CancellationToken cancellationToken) => throw new NotSupportedException("contract only");
}
