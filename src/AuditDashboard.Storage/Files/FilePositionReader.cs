namespace AuditDashboard.Storage.Files;

/// <summary>Reads the positions of a cluster's files.</summary>
public sealed class FilePositionReader(AuditDatabase database)
{
    /// <summary>All known positions of a cluster.</summary>
    public Task<IReadOnlyList<FilePosition>> GetAllAsync(string cluster, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only" + database.Path);
}
