using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Quarantine;

namespace AuditDashboard.Shared.EventList;

/// <summary>Reads what a list shows. List, counts, facets and chart are read side by side, and once more if new events came in between.</summary>
public sealed class EventListModel(EventReader events, BinReader bins, ScopeCoverageReader coverage, QuarantineReader quarantine)
{
    /// <summary>Values a facet is asked for; beyond them the facet says how many more there are.</summary>
    public const int FacetValues = 100;

    /// <summary>Most series of a stack.</summary>
    public const int MaxSeries = 8;

    private const int MaxAttempts = 3;

    private static readonly TimeSpan LongestCompared = TimeSpan.FromDays(8);

    /// <summary>Reads one answer.</summary>
    public async Task<EventListData> LoadAsync(EventListRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var data = await ReadAsync(request, cancellationToken);
            if (data.IsConsistent || attempt == MaxAttempts)
            {
                return data;
            }
        }
    }

    /// <summary>How many events of the same list came in since an answer was read: later ones, and such as were delivered late.</summary>
    /// <param name="shown">The answer.</param>
    /// <param name="upTo">End of the window by now.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    public async Task<long?> CountNewsAsync(EventListData shown, DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        var filter = shown.Request.Filter;
        var now = filter.Window is { } window ? filter with { Window = window with { ToMicros = Math.Max(window.ToMicros, TimeWindow.ToMicrosSinceEpoch(upTo)) } } : filter;
        return Math.Max(0, (await events.CountAsync(now, cancellationToken)).Events - shown.Count.Events);
    }

    /// <summary>What excluding by a chip hides: the same list without that chip, less the list.</summary>
    internal static EventFilter WithoutChip(EventFilter filter, FacetFilter chip) =>
        filter with { Facets = [.. filter.Facets.Where(c => !ReferenceEquals(c, chip))] };

    private async Task<EventListData> ReadAsync(EventListRequest request, CancellationToken cancellationToken)
    {
        var (profile, cluster, window, state) = request;
        var filter = request.Filter;

        // SQLite answers on the calling thread, so side by side needs a thread each.
        var page = Task.Run(() => events.GetPageAsync(filter, state.After, EventListProfile.PageSize, cancellationToken), cancellationToken);
        var count = Task.Run(() => events.CountAsync(filter, cancellationToken), cancellationToken);
        var facets = Task.Run(() => events.GetFacetsAsync(filter, profile.Facets, FacetValues, cancellationToken), cancellationToken);
        var chart = Task.Run(() => state.IsUndated ? Task.FromResult<ChartModel?>(null) : ReadChartAsync(profile.Split, filter, cancellationToken), cancellationToken);
        var covered = Task.Run(() => coverage.GetAsync(cluster, window, [.. profile.Queries.Select(q => q.Id)], cancellationToken), cancellationToken);
        var before = Task.Run(() => ReadBeforeAsync(profile, filter, cancellationToken), cancellationToken);
        var beside = Task.Run(() => ReadBesideAsync(request, cancellationToken), cancellationToken);
        var selected = Task.Run(() => ReadSelectedAsync(filter, state.Selected, cancellationToken), cancellationToken);
        var unreadable = Task.Run(() => quarantine.CountMayMatchAsync(cluster, [.. profile.Queries.Select(q => q.Id)], cancellationToken), cancellationToken);
        await Task.WhenAll(page, count, facets, chart, covered, before, beside, selected, unreadable);

        var rows = await page;
        var summary = await covered;
        var total = await count;
        var (unfiltered, undated, other, hiddenBefore) = await beside;
        var (stored, position) = await selected;
        return new EventListData
        {
            Request = request,
            Page = rows,
            Count = total,
            Unfiltered = state.IsFiltered || state.IsUndated ? unfiltered : total.Events,
            Undated = undated,
            OtherApiGroups = other,
            Unreadable = await unreadable,
            Facets = await facets,
            Hidden = hiddenBefore.ToDictionary(h => h.Key, h => h.Value - total.Events),
            Chart = await chart is { } model ? model with { Coverage = CoverageText.Stretches(summary, window), Before = await before } : null,
            Coverage = summary,
            FirstPosition = rows.Rows is [var first, ..]
                ? state.After is null ? 1 : await events.CountBeforeAsync(filter, first.Cursor, cancellationToken) + 1
                : 0,
            Selected = stored,
            SelectedPosition = position,
        };
    }

    private async Task<(long Unfiltered, long Undated, long Other, Dictionary<FacetFilter, long> WithoutChip)> ReadBesideAsync(
        EventListRequest request, CancellationToken cancellationToken)
    {
        var filter = request.Filter;
        var state = request.State;
        var unfiltered = state.IsFiltered || state.IsUndated ? (await events.CountAsync(request.Unfiltered, cancellationToken)).Events : 0;
        var undated = (await events.CountAsync(state.Undated(true).ApplyTo(request.Unfiltered), cancellationToken)).Events;
        var other = request.Profile.FoldsOtherApiGroups
            ? (await events.CountAsync(filter with { OnlyChanges = false, OnlyOtherApiGroups = true }, cancellationToken)).Events
            : 0;
        var without = new Dictionary<FacetFilter, long>(ReferenceEqualityComparer.Instance);
        foreach (var chip in state.Chips.Where(c => c.IsExcluded))
        {
            without[chip] = (await events.CountAsync(WithoutChip(filter, chip), cancellationToken)).Events;
        }

        return (unfiltered, undated, other, without);
    }

    private async Task<(StoredEvent? Event, long? Position)> ReadSelectedAsync(EventFilter filter, string? id, CancellationToken cancellationToken)
    {
        if (id is null || await events.FindAsync(id, cancellationToken) is not { } stored)
        {
            return (null, null);
        }

        var row = stored.Row;
        var isInWindow = row.Time is { } time
            ? filter.Window is { } window && window.Contains(Storage.TimeWindow.ToMicrosSinceEpoch(time))
            : filter.OnlyUndated;
        if (!isInWindow || (filter.Cluster is { } cluster && cluster != row.Cluster))
        {
            return (stored, null);
        }

        // The row is in the list if the row after its predecessor is the row itself.
        var before = await events.CountBeforeAsync(filter, row.Cursor, cancellationToken);
        var withRow = await events.CountBeforeAsync(filter, row.Cursor with { RowId = row.RowId + 1 }, cancellationToken);
        return (stored, withRow > before ? before + 1 : null);
    }

    private async Task<ChartModel?> ReadChartAsync(ChartSplit split, EventFilter filter, CancellationToken cancellationToken)
    {
        var window = filter.Window!.Value; // a list that is not of undated events always has one
        switch (split)
        {
            case ChartSplit.ByFacet byFacet:
                {
                    var width = WidthOf(split, window);
                    var table = await bins.GetFilteredAsync(filter, byFacet.Facet, width, MaxSeries, cancellationToken);
                    var order = byFacet.Order.Select((value, i) => (value, i)).ToDictionary(x => x.value, x => x.i, StringComparer.Ordinal);
                    var ordered = table with { Series = [.. table.Series.OrderBy(s => order.GetValueOrDefault(s.Key, int.MaxValue))] };
                    return ChartModel.From(WithBaseline(ordered, byFacet.Order.Count > 0 ? byFacet.Order[0] : ""), key => key == BinReader.RestKey ? ("all others", "--t3") : byFacet.Look(key));
                }

            case ChartSplit.ByQuery byQuery:
                {
                    var width = WidthOf(split, window);
                    if (IsPlain(filter))
                    {
                        // Minute tables answer what no chip narrows.
                        if (byQuery.Queries.Count == 1)
                        {
                            return Model(await bins.GetByQueryAsync(filter.Cluster, window, [byQuery.Queries[0].Id], width, cancellationToken), byQuery);
                        }

                        if (filter.QueryIds.Count == 0)
                        {
                            return Model(await bins.GetStackAsync(filter.Cluster, window, width, cancellationToken), byQuery);
                        }
                    }

                    var tables = new List<BinTable>();
                    foreach (var query in byQuery.Queries)
                    {
                        var narrower = byQuery.Narrower(query);
                        var part = filter with
                        {
                            QueryIds = [query.Id],
                            Facets = narrower.Count == 0 ? filter.Facets : [.. filter.Facets, new FacetFilter(EventFacet.Query, narrower, IsExcluded: true)],
                        };
                        var table = await bins.GetFilteredAsync(part, null, width, 1, cancellationToken);
                        tables.Add(table with { Series = [new BinSeries(query.Id, table.Series[0].Counts)] });
                    }

                    return Model(tables[0] with { Series = [.. tables.Select(t => t.Series[0])] }, byQuery);
                }

            default:
                throw new ArgumentOutOfRangeException(nameof(split));
        }
    }

    // Null where the period before was not collected as a whole, and where comparing is not worth reading it: under chips, and over long windows.
    private async Task<IReadOnlyList<int>?> ReadBeforeAsync(EventListProfile profile, EventFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Window is not { } window || !IsPlain(filter) || filter.QueryIds.Count == 0 || window.Duration > LongestCompared)
        {
            return null;
        }

        var width = WidthOf(profile.Split, window);
        if (BinRollup.WindowBefore(window, width) is not { } earlier
            || await coverage.GetAsync(filter.Cluster, earlier, [.. filter.QueryIds], cancellationToken) is not { } covered || !CoverageText.IsWhole(covered.Stretches))
        {
            return null;
        }

        return BinRollup.Sums(filter.QueryIds.Count == 1
            ? await bins.GetByQueryAsync(filter.Cluster, earlier, [filter.QueryIds[0]], width, cancellationToken)
            : await bins.GetFilteredAsync(filter with { Window = earlier }, null, width, 1, cancellationToken));
    }

    private static int WidthOf(ChartSplit split, TimeWindow window) =>
        BinRollup.WidthFor(window, split is ChartSplit.ByQuery { Queries.Count: 1 } ? BinRollup.MaxSingleBins : BinRollup.MaxStackBins);

    private static bool IsPlain(EventFilter filter) =>
        filter is { Facets.Count: 0, OnlyChanges: false, OnlyOtherApiGroups: false, OnlyUndated: false } && string.IsNullOrEmpty(filter.Search);

    private static ChartModel Model(BinTable table, ChartSplit.ByQuery split)
    {
        var order = split.Queries.Select((q, i) => (q.Id, i)).ToDictionary(x => x.Id, x => x.i, StringComparer.Ordinal);
        var titles = split.Queries.ToDictionary(q => q.Id, q => q.Title, StringComparer.Ordinal);
        var ordered = table with { Series = [.. table.Series.OrderBy(s => order.GetValueOrDefault(s.Key, int.MaxValue))] };
        return ChartModel.From(WithBaseline(ordered, split.Queries.Count > 0 ? split.Queries[0].Id : ""), id => (Label(id), QueryColors.TokenOf(id)));

        string Label(string id) => !titles.TryGetValue(id, out var title) ? id
            : split.Queries.Count == 1 ? title
            : QueryColors.StackLabel(id, title);
    }

    // Nothing happened, or nothing is known: the axis and the hatch still have to be drawn.
    private static BinTable WithBaseline(BinTable table, string key) => table.Series.Count > 0
        ? table
        : table with { Series = [new BinSeries(key, new int[BinRollup.CountBins(table.Window, table.WidthMinutes)])] };
}
