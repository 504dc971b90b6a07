using System.Runtime.CompilerServices;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Sources.Demo.Trail;

/// <summary>The demo account's CloudTrail as the second source of its cluster: calls up to now, delivered at once.</summary>
/// <param name="seed">The cluster's seed.</param>
/// <param name="clusterName">The cluster's name in EKS.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class DemoTrailSource(long seed, string clusterName, TimeProvider timeProvider) : IWindowLogSource
{
    private const string Log = "aws-cloudtrail-logs-demo";
    private const string Stream = DemoPeople.Account + "_CloudTrail_" + DemoTrail.Region;

    /// <inheritdoc/>
    public string Kind => "Demo";

    /// <inheritdoc/>
    public long AvailableToMicros => TimeWindow.ToMicrosSinceEpoch(timeProvider.GetUtcNow());

    /// <inheritdoc/>
    public TimeSpan DeliveryDelay => TimeSpan.Zero;

    /// <inheritdoc/>
    public bool IsOrdered => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public async IAsyncEnumerable<InputRecord> ScanAsync(TimeWindow window, MergedScan scan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0;
        for (var hour = DemoTime.Floor(window.FromMicros, DemoTime.Hour); hour * DemoTime.Hour < window.ToMicros; hour++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (micros, message) in DemoTrail.Hour(seed, clusterName, hour).Where(call => window.Contains(call.Micros)))
            {
                yield return new InputRecord
                {
                    Message = message,
                    SourceTimeMicros = micros,
                    IngestionTimeMicros = micros,
                    LogStream = Stream,
                    Log = Log,
                    File = "demo",
                    Line = ++number,
                };
            }
        }

        // Generating is computing: nothing here waits, and the caller decides on which thread it runs.
        await ValueTask.CompletedTask;
    }
}
