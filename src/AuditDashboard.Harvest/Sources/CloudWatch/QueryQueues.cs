using System.Collections.Concurrent;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>A queue for each account and region. One for the process.</summary>
/// <param name="clock">The clock that is waited by.</param>
internal sealed class QueryQueues(TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<(string Region, string Role), QueryQueue> _queues = new();

    /// <summary>The queue of a log group. The account is not known before a call, so the role stands for it: the same credentials ask the same account.</summary>
    public QueryQueue Of(CloudWatchSourceOptions options) =>
        _queues.GetOrAdd((options.Region ?? "", options.RoleArn ?? ""), _ => new QueryQueue(clock));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var queue in _queues.Values)
        {
            queue.Dispose();
        }
    }
}
