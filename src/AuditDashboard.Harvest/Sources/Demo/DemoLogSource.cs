using System.Runtime.CompilerServices;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>The demo cluster as a log source. It has events up to now, and delivers them at once.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class DemoLogSource(DemoCluster cluster, TimeProvider timeProvider) : IWindowLogSource
{
    private const string File = "demo";
    private const string Stream = "kube-apiserver-audit-5f2c9e0d7b1a48663e90c4d1a7f8b25c";
    private const string Log = DemoPeople.Account + ":/aws/eks/demo/cluster";

    /// <inheritdoc/>
    public string Kind => "Demo";

    /// <inheritdoc/>
    public long AvailableToMicros => TimeWindow.ToMicrosSinceEpoch(timeProvider.GetUtcNow());

    /// <inheritdoc/>
    public TimeSpan DeliveryDelay => TimeSpan.Zero;

    /// <inheritdoc/>
    public bool IsOrdered => true;

    /// <inheritdoc/>
    public long? EstimateRecords(TimeWindow window) => (long)(window.Duration.TotalMinutes * cluster.EventsPerMinute);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public async IAsyncEnumerable<InputRecord> ScanAsync(TimeWindow window, MergedScan scan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var minute = DemoTime.Floor(window.FromMicros, DemoTime.Minute); minute * DemoTime.Minute < window.ToMicros; minute++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (minute * DemoTime.Minute >= AvailableToMicros)
            {
                throw new LogSourceException("The demo cluster was asked for a time that has not come yet.");
            }

            var number = 0;
            foreach (var record in cluster.GetMinute(minute))
            {
                number++;
                if (window.Contains(record.TimeMicros))
                {
                    yield return new InputRecord
                    {
                        Message = record.Message,
                        SourceTimeMicros = record.TimeMicros,
                        IngestionTimeMicros = record.TimeMicros,
                        LogStream = Stream,
                        Log = Log,
                        File = File,
                        Line = number,
                    };
                }
            }
        }

        // Generating is computing: nothing here waits, and the caller decides on which thread it runs.
        await ValueTask.CompletedTask;
    }
}
