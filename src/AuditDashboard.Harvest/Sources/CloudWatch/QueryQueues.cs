using System.Collections.Concurrent;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>A queue for each account and region. One for the process.</summary>
/// <param name="clock">The clock that is waited by.</param>
/// <param name="options">How many queries at once, and how fast.</param>
internal sealed class QueryQueues(TimeProvider clock, CloudWatchOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<(string Region, string Account), QueryQueue> _queues = new();

    /// <summary>The queue of a log group: of the region and the account whose credentials ask, wherever the log group itself is.</summary>
    public QueryQueue Of(CloudWatchSourceOptions source) =>
        _queues.GetOrAdd((source.Region ?? "", AccountOf(source)), _ => new QueryQueue(clock, options));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var queue in _queues.Values)
        {
            queue.Dispose();
        }
    }

    // arn:aws:iam::111122223333:role/audit names its account. That of other credentials is not known before a call: they stand for it.
    private static string AccountOf(CloudWatchSourceOptions source) =>
        source.RoleArn?.Split(':') is [_, _, _, _, { Length: > 0 } account, ..] ? account
        : source.Profile is { } profile ? $"profile {profile}" : "";
}
