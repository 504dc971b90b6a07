using System.Collections.Concurrent;
using AuditDashboard.Investigation.Access;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Histories;

namespace AuditDashboard.Investigation;

/// <summary>Works out access of every cluster when the server starts, and goes on as data comes in, so that a panel and the first question need not wait for it.</summary>
internal sealed partial class HistoryWarmUp(
    HistoryReader histories, WhoCanModel whoCan, ClusterStore clusters, DataChanges changes, TimeProvider clock, ILogger<HistoryWarmUp> logger) : BackgroundService
{
    // Of a large cluster the first question takes several times as long as those after it.
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = changes.Subscribe(() => FollowAsync(stoppingToken));
        await FollowAsync(stoppingToken);
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var cluster in await clusters.GetAllAsync(stoppingToken))
            {
                await histories.GetAccessAsync(cluster.Name, stoppingToken);
                if (_asked.TryAdd(cluster.Name, true))
                {
                    var now = clock.GetUtcNow();
                    await whoCan.AskAsync(cluster.Name, new WhoCanState { Verb = "get", Resource = "secrets" }, TimeWindow.Between(now.AddMinutes(-1), now), stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
        catch (StorageException exception)
        {
            // Whoever opens a panel meets the same and sees it.
            NotRead(logger, exception);
        }
    }

    [LoggerMessage(5201, LogLevel.Warning, "What is known of access could not be worked out ahead.")]
    private static partial void NotRead(ILogger logger, Exception exception);
}
