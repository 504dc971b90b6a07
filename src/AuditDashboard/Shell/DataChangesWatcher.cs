using AuditDashboard.Storage;

namespace AuditDashboard.Shell;

/// <summary>Watches the database for new data while the host runs, so that open pages renew themselves.</summary>
internal sealed class DataChangesWatcher(DataChanges changes) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => changes.WatchAsync(stoppingToken);
}
