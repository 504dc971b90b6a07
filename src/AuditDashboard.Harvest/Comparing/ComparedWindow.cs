using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Costs;

namespace AuditDashboard.Harvest.Comparing;

/// <summary>One window under comparison: what was read of it, and how that differs.</summary>
/// <remarks>
/// The merged scan is told apart by the embedded engine. Alone, each query is told apart by the source where that selects: so it compares the
/// merging, and the engine with the service. What the source delivers between the readings counts for neither.
/// </remarks>
internal sealed class ComparedWindow
{
    private const int MaxExamples = 5;

    private readonly IWindowLogSource _source;
    private readonly ScanBudget? _budget;
    private readonly MergedScan _all;
    private readonly ComparedScan _merged;
    private readonly ComparedScan _alone;
    private readonly List<(UInt128 Key, DifferingRecord Record)>[] _examples;
    private readonly Dictionary<UInt128, ulong> _unexpected = [];
    private int _read;

    /// <summary>Makes one; nothing is read yet.</summary>
    /// <param name="source">What is read.</param>
    /// <param name="catalog">The queries.</param>
    /// <param name="window">The window, in whole seconds.</param>
    /// <param name="budget">What it is kept to; null for a source that bills nothing.</param>
    public ComparedWindow(IWindowLogSource source, QueryCatalog catalog, TimeWindow window, ScanBudget? budget)
    {
        _source = source;
        _budget = budget;
        _all = new MergedScan(catalog.Queries);
        _merged = new ComparedScan(_all.Queries.Count);
        _alone = new ComparedScan(_all.Queries.Count);
        _examples = [.. Enumerable.Range(0, _all.Queries.Count + 1).Select(_ => new List<(UInt128, DifferingRecord)>())];
        Window = window;
    }

    /// <summary>The window.</summary>
    public TimeWindow Window { get; }

    /// <summary>Bytes billed for the merged scan.</summary>
    public long MergedBytes { get; private set; }

    /// <summary>Bytes billed for the scans query by query.</summary>
    public long AloneBytes { get; private set; }

    /// <summary>All that was billed.</summary>
    public List<ScanCharge> Charges { get; } = [];

    /// <summary>A sentence for each part that the source could not give.</summary>
    public List<string> Gaps { get; } = [];

    /// <summary>Reads the window: merged, query by query, and merged once more if something differs.</summary>
    /// <exception cref="LogSourceException">The source could not be read, or the budget forbids it.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (Window.IsEmpty)
        {
            return;
        }

        MergedBytes = await ReadAsync(_all, record => _merged.Add(record, _all), cancellationToken);
        for (_read = 0; _read < _all.Queries.Count; _read++)
        {
            AloneBytes += await ReadAloneAsync(_read, cancellationToken);
        }

        TakeUnexpected();
        if (Judge().Any(q => q.HasDifference))
        {
            await ReadAgainAsync(cancellationToken);
        }
    }

    /// <summary>What was found, for the queries that were read both ways.</summary>
    public IReadOnlyList<QueryComparison> Judge()
    {
        var judged = Enumerable.Range(0, _read).Select(i => Judge(_all.Queries[i].Id, _merged.Selected[i], _alone.Selected[i], _examples[i])).ToList();
        if (_read == _all.Queries.Count && _merged.Unreadable.Count + _alone.Unreadable.Count > 0)
        {
            judged.Add(Judge(null, _merged.Unreadable, _alone.Unreadable, _examples[^1]));
        }

        return judged;
    }

    private static QueryComparison Judge(
        string? queryId, HashSet<UInt128> merged, HashSet<UInt128> alone, List<(UInt128 Key, DifferingRecord Record)> examples) => new(
        queryId, merged.Count, alone.Count, merged.Count(k => !alone.Contains(k)), alone.Count(k => !merged.Contains(k)),
        [.. examples.Where(e => merged.Contains(e.Key) != alone.Contains(e.Key)).DistinctBy(e => e.Key).Select(e => e.Record)]);

    private Task<long> ReadAloneAsync(int place, CancellationToken cancellationToken)
    {
        var scan = new MergedScan([_all.Queries[place]]);
        return ReadAsync(
            scan,
            record =>
            {
                var key = ComparedScan.KeyOf(record);
                if (ComparedScan.IsUnreadable(record))
                {
                    _alone.Unreadable.Add(key);
                    Note(_all.Queries.Count, key, _merged.Unreadable, record, isMerged: false);
                }
                else if (scan.Match(ComparedScan.ToLogRecord(record)) != 0)
                {
                    _alone.Selected[place].Add(key);
                    Note(place, key, _merged.Selected[place], record, isMerged: false);
                }
                else if (_source.IsSelective)
                {
                    _unexpected[key] = _unexpected.GetValueOrDefault(key) | 1UL << place;
                    Note(place, key, _merged.Selected[place], record, isMerged: false);
                }
            },
            cancellationToken);
    }

    /// <summary>Counts what the source gave for a query that the engine does not select.</summary>
    /// <remarks>What it gave for every query is a record of more fields than it discovers: it cannot read the verb, and the engine can.</remarks>
    private void TakeUnexpected()
    {
        foreach (var (key, places) in _unexpected)
        {
            var unexpected = Enumerable.Range(0, _all.Queries.Count).Where(i => (places >> i & 1) == 1).ToList();
            if (unexpected.Count + _alone.Selected.Count(s => s.Contains(key)) < _all.Queries.Count)
            {
                unexpected.ForEach(i => _alone.Selected[i].Add(key));
            }
        }
    }

    /// <summary>Reads merged once more: what came since the first time and was found alone is no difference.</summary>
    private async Task ReadAgainAsync(CancellationToken cancellationToken)
    {
        var again = new ComparedScan(_all.Queries.Count);
        await ReadAsync(
            _all,
            record =>
            {
                var (key, mask) = again.Add(record, _all);
                for (var i = 0; i < _all.Queries.Count; i++)
                {
                    if ((mask >> i & 1) == 1)
                    {
                        Note(i, key, _alone.Selected[i], record, isMerged: true);
                    }
                }
            },
            cancellationToken);
        for (var i = 0; i < _all.Queries.Count; i++)
        {
            _merged.Selected[i].UnionWith(again.Selected[i].Where(_alone.Selected[i].Contains));
        }

        _merged.Unreadable.UnionWith(again.Unreadable.Where(_alone.Unreadable.Contains));
    }

    private void Note(int place, UInt128 key, HashSet<UInt128> otherWay, InputRecord record, bool isMerged)
    {
        if (otherWay.Contains(key) || _examples[place].Count(e => e.Record.IsMerged == isMerged) >= MaxExamples)
        {
            return;
        }

        _examples[place].Add((key, new DifferingRecord(
            isMerged,
            record.SourceTimeMicros is { } micros ? TimeWindow.FromMicrosSinceEpoch(micros) : null,
            AuditEventReader.Read(record.Message.Span) is AuditReadResult.Readable { Event.AuditId: { Length: > 0 } id } ? id : null)));
    }

    private async Task<long> ReadAsync(MergedScan scan, Action<InputRecord> take, CancellationToken cancellationToken)
    {
        using var meter = new ScanMeter(_budget, isOfAPerson: true);
        try
        {
            await foreach (var record in _source.ScanAsync(Window, scan, meter.Report, cancellationToken))
            {
                take(record);
            }

            meter.End();
            Gaps.AddRange(meter.Report.Gaps.Select(g => g.Reason).Except(Gaps, StringComparer.Ordinal).ToList());
            return meter.Report.BytesScanned ?? 0;
        }
        finally
        {
            Charges.AddRange(meter.TakeCharges(ScanPurpose.Check));
        }
    }
}
