using System.Collections.Concurrent;
using AuditDashboard.Harvest.Clusters;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Makes the sources of the configured clusters, and disposes them. One for the process: all that ask an account and region share its queue.</summary>
/// <param name="queues">The queues.</param>
/// <param name="settings">What all clusters share.</param>
/// <param name="clock">The clock that says up to when can be asked.</param>
internal sealed class CloudWatchSources(QueryQueues queues, CloudWatchOptions settings, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentBag<CloudWatchLogSource> _made = [];

    // An account makes calls all the time; a quiet one does so less often than a cluster writes audit events.
    private static readonly TimeSpan TrailSilence = TimeSpan.FromHours(6);

    // Most records are there after 5 minutes, and AWS promises nothing.
    private static readonly TimeSpan TrailDelay = TimeSpan.FromMinutes(30);

    /// <summary>Makes the source of a cluster; nothing is called yet.</summary>
    /// <param name="cluster">Its settings, of the source CloudWatch.</param>
    public CloudWatchLogSource Make(ClusterOptions cluster) => Make(OptionsOf(cluster));

    /// <summary>Makes the source of a log group of CloudTrail; nothing is called yet.</summary>
    /// <param name="group">Where it is, see <see cref="CloudTrailOptions.GroupOf"/>.</param>
    public CloudWatchLogSource MakeTrail(ClusterOptions group) => Make(OptionsOf(group) with
    {
        IsTrail = true,
        DeliveryDelay = TrailDelay,
        MaxSilence = settings.MaxSilence > TrailSilence ? settings.MaxSilence : TrailSilence,
    });

    private CloudWatchSourceOptions OptionsOf(ClusterOptions cluster) => new()
    {
        LogGroup = cluster.LogGroup ?? "",
        Region = cluster.Region,
        RoleArn = cluster.RoleArn,
        ExternalId = cluster.ExternalId,
        Profile = cluster.Profile,
        MaxSilence = settings.MaxSilence,
        AllowsLongTermKeys = settings.AllowsLongTermKeys,
    };

    private CloudWatchLogSource Make(CloudWatchSourceOptions options)
    {
        var source = new CloudWatchLogSource(options, queues.Of(options), clock);
        _made.Add(source);
        return source;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var source in _made)
        {
            source.Dispose();
        }
    }
}
