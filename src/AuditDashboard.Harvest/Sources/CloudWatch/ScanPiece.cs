using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>A window and the queries that it is read for in one go.</summary>
/// <param name="Window">The window, in whole seconds.</param>
/// <param name="Scan">The queries.</param>
internal sealed record ScanPiece(TimeWindow Window, MergedScan Scan)
{
    private const long SecondMicros = 1_000_000;

    /// <summary>A query that takes this part of a cut answer is taken for one of those that flood it.</summary>
    private const double FloodShare = 0.1;

    /// <summary>
    /// Pieces to read instead, whose answers are smaller: first by query, the rare ones first, so that a flood of probes cannot hide a change of
    /// rights; then by time, down to one second; then each query by itself. None if it cannot be made smaller.
    /// </summary>
    /// <param name="sample">Matches of each query among the rows that came.</param>
    public IReadOnlyList<ScanPiece> Split(IReadOnlyList<long> sample)
    {
        var total = Math.Max(1, sample.Sum());
        var rare = Scan.Queries.Where((_, i) => sample[i] <= total * FloodShare).ToList();
        if (rare.Count > 0 && rare.Count < Scan.Queries.Count)
        {
            return [this with { Scan = new MergedScan(rare) }, this with { Scan = new MergedScan([.. Scan.Queries.Except(rare)]) }];
        }

        var seconds = (Window.ToMicros - Window.FromMicros) / SecondMicros;
        if (seconds > 1)
        {
            var middle = Window.FromMicros + seconds / 2 * SecondMicros;
            return [this with { Window = Window with { ToMicros = middle } }, this with { Window = Window with { FromMicros = middle } }];
        }

        return Scan.Queries.Count > 1 ? [.. Scan.Queries.Select(q => this with { Scan = new MergedScan([q]) })] : [];
    }
}
