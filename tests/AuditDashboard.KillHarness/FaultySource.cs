using System.Runtime.CompilerServices;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.KillHarness;

/// <summary>A source with a fault of the kind that such readers had. It offers no search for late events, which would find again what a fault loses.</summary>
internal sealed class FaultySource(IWindowLogSource inner, string mutant) : IWindowLogSource
{
    private const int RowsOfStep = 100;
    private const long MillisecondMicros = 1_000;

    /// <inheritdoc/>
    public string Kind => inner.Kind;

    /// <inheritdoc/>
    public long AvailableToMicros => inner.AvailableToMicros;

    /// <inheritdoc/>
    /// <remarks>A reader that does not know of late events takes what it has read for all there will be.</remarks>
    public TimeSpan DeliveryDelay => mutant == "late-skipped" ? TimeSpan.Zero : inner.DeliveryDelay;

    /// <inheritdoc/>
    /// <remarks>What is not billed is kept to no budget.</remarks>
    public bool IsBilled => mutant != "budget-ignored" && inner.IsBilled;

    /// <inheritdoc/>
    public bool IsSelective => inner.IsSelective;

    /// <inheritdoc/>
    public bool IsOrdered => inner.IsOrdered;

    /// <inheritdoc/>
    public Task<bool> MayHoldEventsAsync(TimeWindow window, CancellationToken cancellationToken) => inner.MayHoldEventsAsync(window, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<InputRecord> ScanAsync(TimeWindow window, MergedScan scan, CancellationToken cancellationToken) =>
        ScanAsync(window, scan, new ScanReport(), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<InputRecord> ScanAsync(
        TimeWindow window, MergedScan scan, ScanReport report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (mutant != "next-millisecond")
        {
            await foreach (var record in inner.ScanAsync(window, scan, report, cancellationToken))
            {
                yield return record;
            }

            yield break;
        }

        var records = new List<InputRecord>();
        await foreach (var record in inner.ScanAsync(window, scan, report, cancellationToken))
        {
            records.Add(record);
        }

        // Goes on after each step a millisecond behind the last row: others of that millisecond are skipped.
        var cursor = long.MinValue;
        var rows = 0;
        foreach (var record in records.OrderBy(r => r.SourceTimeMicros))
        {
            var time = record.SourceTimeMicros.GetValueOrDefault();
            if (time < cursor)
            {
                continue;
            }

            if (++rows % RowsOfStep == 0)
            {
                cursor = time + MillisecondMicros;
            }

            yield return record;
        }
    }
}
