using AuditDashboard.Queries;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Overview;

/// <summary>Reads what the overview shows. Singleton: holds nothing between loads.</summary>
public sealed class OverviewReader(
    QueryCatalog catalog, EventReader events, BinReader bins, ScopeCoverageReader coverage, ClusterStore clusters, RunStore runs)
{
    private const int LatestChangeRows = 8;
    private const int SparklineBins = 120;
    private const int Marks = 3;

    /// <summary>Reads the overview of one cluster, or of all (null), over a window.</summary>
    public async Task<OverviewData> ReadAsync(string? cluster, TimeWindow window, CancellationToken cancellationToken)
    {
        var names = (await clusters.GetAllAsync(cancellationToken)).Select(c => c.Name).Where(n => cluster is null || n == cluster).ToList();
        var summary = await coverage.GetAsync(cluster, window, queryIds: null, cancellationToken);
        var stack = await bins.GetStackAsync(cluster, window, BinRollup.WidthFor(window), cancellationToken);
        var changes = new EventFilter { Cluster = cluster, Window = window, OnlyChanges = true };
        var problems = new List<(string, SourceProblem)>();
        foreach (var name in names)
        {
            problems.AddRange((await runs.GetProblemsAsync(name, cancellationToken)).Select(p => (name, p)));
        }

        return new OverviewData
        {
            Window = window,
            Coverage = summary,
            Cells = await ReadCellsAsync(cluster, names, window, hasUndated: summary?.UndatedEvents > 0, cancellationToken),
            Stack = ToModel(stack, summary) with
            {
                Before = await ReadBeforeAsync(cluster, stack, cancellationToken),
                Annotations = await ReadMarksAsync(cluster, window, cancellationToken),
            },
            LatestChanges = (await events.GetPageAsync(changes, after: null, LatestChangeRows, cancellationToken)).Rows,
            ChangeCount = (await events.CountAsync(changes, cancellationToken)).Events,
            LastAwsAuth = await FindLastAwsAuthAsync(cluster, window, cancellationToken),
            Problems = problems,
        };
    }

    /// <summary>How many events came in since an answer was read.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="shown">The answer.</param>
    /// <param name="upTo">End of the window by now.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    public async Task<long?> CountNewsAsync(string? cluster, OverviewData shown, DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        var filter = new EventFilter { Cluster = cluster, Window = TimeWindow.Between(shown.Window.From, upTo) };
        return Math.Max(0, (await events.CountAsync(filter, cancellationToken)).Events - shown.Stack.Total);
    }

    private async Task<IReadOnlyList<OverviewCell>> ReadCellsAsync(
        string? cluster, IReadOnlyList<string> names, TimeWindow window, bool hasUndated, CancellationToken cancellationToken)
    {
        var ids = catalog.Queries.Select(q => q.Id).ToList();
        var width = BinRollup.WidthFor(window, SparklineBins);
        var now = await bins.GetByQueryAsync(cluster, window, ids, width, cancellationToken);
        var before = new TimeWindow(Math.Max(0, window.FromMicros - (window.ToMicros - window.FromMicros)), window.FromMicros);
        var earlier = before.IsEmpty ? null : await bins.GetByQueryAsync(cluster, before, ids, BinRollup.WidthFor(before, 1), cancellationToken);
        var lines = await ReadLinesAsync(names, window, cancellationToken);
        var earlierLines = before.IsEmpty ? [] : await ReadLinesAsync(names, before, cancellationToken);

        var cells = new List<OverviewCell>();
        foreach (var query in catalog.Queries)
        {
            var series = now.Series.Single(s => s.Key == query.Id);
            var filter = new EventFilter { Cluster = cluster, Window = window, QueryIds = [query.Id] };
            var newest = series.Total == 0 ? null : (await events.GetPageAsync(filter, after: null, 1, cancellationToken)).Rows;
            cells.Add(new OverviewCell
            {
                QueryId = query.Id,
                Title = query.Title,
                Purpose = query.Purpose,
                Count = series.Total,
                CountBefore = earlier is not null && IsWhole(earlierLines, query.Id) ? earlier.Series.Single(s => s.Key == query.Id).Total : null,
                Undated = hasUndated ? (await events.CountAsync(filter with { OnlyUndated = true }, cancellationToken)).Events : 0,
                Bins = series.Counts,
                BinsWindow = new TimeWindow(now.StartMicros, now.StartMicros + (series.Counts.Count * width * TimeWindow.MinuteMicros)),
                LastEvent = newest is [var row, ..] ? row.Time : null,
                Coverage = lines.TryGetValue(query.Id, out var stretches) ? stretches : [],
            });
        }

        return cells;
    }

    // Null where the period before was not collected as a whole: a line through holes would be a claim about what nobody looked at.
    private async Task<IReadOnlyList<int>?> ReadBeforeAsync(string? cluster, BinTable stack, CancellationToken cancellationToken)
    {
        if (BinRollup.WindowBefore(stack.Window, stack.WidthMinutes) is not { } before
            || await coverage.GetAsync(cluster, before, queryIds: null, cancellationToken) is not { } covered || !CoverageText.IsWhole(covered.Stretches))
        {
            return null;
        }

        var table = await bins.GetStackAsync(cluster, before, stack.WidthMinutes, cancellationToken);
        return BinRollup.Sums(table);
    }

    private async Task<IReadOnlyList<ChartAnnotation>> ReadMarksAsync(string? cluster, TimeWindow window, CancellationToken cancellationToken)
    {
        var filter = new EventFilter { Cluster = cluster, Window = window, QueryIds = ["aws-auth"] };
        var rows = (await events.GetPageAsync(filter, after: null, Marks, cancellationToken)).Rows;
        return
        [
            .. rows.Where(r => r.Time is not null).Select(r => new ChartAnnotation(
                TimeWindow.ToMicrosSinceEpoch(r.Time!.Value), // checked in the line above
                $"aws-auth: {MarkVerb(r)} {UtcText.Format(r.Time.Value, "HH:mm")}",
                "--q-aws-auth")),
        ];
    }

    private static string MarkVerb(EventRow row) => row.Code is >= 400 ? $"{row.Verb} refused" : row.Verb switch
    {
        "create" => "created",
        "update" => "updated",
        "patch" => "patched",
        "delete" or "deletecollection" => "deleted",
        var other => other ?? "changed",
    };

    private async Task<Dictionary<string, IReadOnlyList<CoverageStretch>>> ReadLinesAsync(
        IReadOnlyList<string> names, TimeWindow window, CancellationToken cancellationToken)
    {
        var lines = new Dictionary<string, IReadOnlyList<CoverageStretch>>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            foreach (var line in await coverage.GetLinesAsync(name, window, queryIds: null, cancellationToken))
            {
                lines[line.QueryId] = lines.TryGetValue(line.QueryId, out var others) ? CoverageMerge.Worst(others, line.Stretches) : line.Stretches;
            }
        }

        return lines;
    }

    // A difference to a period with holes would be a claim about what nobody looked at.
    private static bool IsWhole(Dictionary<string, IReadOnlyList<CoverageStretch>> lines, string queryId) =>
        lines.TryGetValue(queryId, out var stretches) && CoverageText.IsWhole(stretches);

    private ChartModel ToModel(BinTable stack, CoverageSummary? summary)
    {
        var found = stack.Series.ToDictionary(s => s.Key, StringComparer.Ordinal);
        var titles = catalog.Queries.ToDictionary(q => q.Id, q => q.Title, StringComparer.Ordinal);
        var bars = (int)BinRollup.CountBins(stack.Window, stack.WidthMinutes);

        // Every query has its series, so that zero is a baseline that one can point at; what the catalog no longer has comes last.
        var ordered = stack with
        {
            Series =
            [
                .. catalog.Queries.Select(q => found.GetValueOrDefault(q.Id) ?? new BinSeries(q.Id, new int[bars])),
                .. stack.Series.Where(s => !titles.ContainsKey(s.Key)),
            ],
        };
        return ChartModel.From(
            ordered,
            key => (QueryColors.StackLabel(key, titles.GetValueOrDefault(key, key)), QueryColors.TokenOf(key)),
            CoverageText.Stretches(summary, stack.Window));
    }

    private async Task<EventRow?> FindLastAwsAuthAsync(string? cluster, TimeWindow window, CancellationToken cancellationToken)
    {
        var filter = new EventFilter { Cluster = cluster, QueryIds = ["aws-auth"], Window = new TimeWindow(0, window.ToMicros) };
        return (await events.GetPageAsync(filter, after: null, 1, cancellationToken)).Rows is [var row, ..] ? row : null;
    }
}
