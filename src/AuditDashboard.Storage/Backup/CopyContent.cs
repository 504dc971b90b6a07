namespace AuditDashboard.Storage.Backup;

/// <summary>What a copy of the database holds, found while it was checked.</summary>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Events">Stored events.</param>
/// <param name="Clusters">How many clusters it knows.</param>
/// <param name="LastEventAt">Time of the latest event; null if none has a time.</param>
public sealed record CopyContent(long Bytes, long Events, long Clusters, DateTimeOffset? LastEventAt);

/// <summary>What a restore did.</summary>
/// <param name="Content">What the database holds now.</param>
/// <param name="ReplacedPath">Where the file lies now that was the database before; null if there was none.</param>
/// <param name="HasKey">True if the installation's key lies beside the database.</param>
public sealed record RestoreResult(CopyContent Content, string? ReplacedPath, bool HasKey);
