using AuditDashboard.Storage;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>The installation's key, read or made when it is first needed. Singleton.</summary>
internal sealed class SnapshotKeyHolder(AuditDatabase database) : IDisposable
{
    private readonly Lazy<SnapshotKey> _key = new(() => SnapshotKey.ReadOrMake(database), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>The key.</summary>
    /// <exception cref="StorageException">Its file cannot be read or made.</exception>
    public SnapshotKey Key => _key.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }
}
