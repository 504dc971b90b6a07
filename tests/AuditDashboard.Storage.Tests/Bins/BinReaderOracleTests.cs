using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Tests.Events;
using AuditDashboard.Storage.Tests.Support;
using CsCheck;

namespace AuditDashboard.Storage.Tests.Bins;

public sealed class BinReaderOracleTests(EventWorld world)
{
    private const string Seed = "0N0XIzNsQ0O2";
    private static readonly Gen<int> Width = Pick.One(1, 1, 2, 5, 60, 1_440);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private BinReader Bins => world.Database.Bins;

    [Fact]
    public async Task GetFiltered_AnyFilter_CountsTheOraclesEventsBinByBin()
    {
        await Gen.Select(RandomFilters.Windowed, Width, Pick.One([(EventFacet?)null, .. Enum.GetValues<EventFacet>().Select(f => (EventFacet?)f)]), Gen.Int[1, 4]).SampleAsync(
            async (filter, width, by, maxSeries) =>
            {
                var table = await Bins.GetFilteredAsync(filter, by, width, maxSeries, Token);

                var pairs = world.Oracle.Select(filter).Where(e => e.Time is not null)
                    .SelectMany(e => by is { } f ? EventOracle.Values(e, f).Select(v => (Key: v, e)) : [(Key: string.Empty, e)])
                    .ToList();
                var ranked = pairs.GroupBy(p => p.Key).OrderByDescending(g => g.Count())
                    .ThenBy(g => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(g.Key)), StringComparer.Ordinal).ToList();
                var expected = ranked.Take(maxSeries).Select(g => (g.Key, Events: g.Select(p => p.e).ToList())).ToList();
                if (ranked.Count > maxSeries)
                {
                    expected.Add(("…", ranked.Skip(maxSeries).SelectMany(g => g.Select(p => p.e)).ToList()));
                }

                if (by is null && expected.Count == 0)
                {
                    expected.Add((string.Empty, []));
                }

                AssertGrid(table, filter.Window!.Value, width);
                Assert.Equal(expected.Select(x => x.Key), table.Series.Select(s => s.Key));
                Assert.All(expected.Zip(table.Series), x => AssertBins(table, x.First.Events, x.Second));
            },
            seed: Seed, iter: 600, threads: 1);
    }

    [Fact]
    public async Task GetByQuery_AnyWindow_CountsEachQuerysEvents()
    {
        string[] queries = [.. EventWorld.Queries, "no such query"];
        await Gen.Select(RandomFilters.Windowed, Width).SampleAsync(
            async (filter, width) =>
            {
                var window = filter.Window!.Value;

                var table = await Bins.GetByQueryAsync(filter.Cluster, window, queries, width, Token);

                AssertGrid(table, window, width);
                Assert.Equal(queries, table.Series.Select(s => s.Key));
                Assert.All(table.Series, s => AssertBins(
                    table, world.Oracle.Select(new EventFilter { Cluster = filter.Cluster, Window = window, QueryIds = [s.Key] }), s));
            },
            seed: Seed, iter: 200, threads: 1);
    }

    [Fact]
    public async Task GetStack_AnyWindow_CountsEachEventOnceUnderItsNarrowestQuery()
    {
        await Gen.Select(RandomFilters.Windowed, Width).SampleAsync(
            async (filter, width) =>
            {
                var window = filter.Window!.Value;

                var table = await Bins.GetStackAsync(filter.Cluster, window, width, Token);

                var events = world.Oracle.Select(new EventFilter { Cluster = filter.Cluster, Window = window });
                AssertGrid(table, window, width);
                Assert.Equal(EventWorld.Queries.Where(q => events.Any(e => e.Stack == q)), table.Series.Select(s => s.Key));
                Assert.All(table.Series, s => AssertBins(table, events.Where(e => e.Stack == s.Key), s));
            },
            seed: Seed, iter: 200, threads: 1);
    }

    [Fact]
    public async Task GetFiltered_NoWindow_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Bins.GetFilteredAsync(new EventFilter(), null, 1, 1, Token));

    private static void AssertGrid(BinTable table, TimeWindow window, int width)
    {
        Assert.Equal(window, table.Window);
        Assert.Equal(width, table.WidthMinutes);
        Assert.Equal(0, table.StartMicros % (width * TimeWindow.MinuteMicros));
        Assert.InRange(window.FromMicros - table.StartMicros, 0, (width * TimeWindow.MinuteMicros) - 1);
        if (!window.IsEmpty)
        {
            var bins = table.Series.Count == 0 ? 0 : table.Series[0].Counts.Count;
            var end = table.StartMicros + (bins * width * TimeWindow.MinuteMicros);
            Assert.True(bins == 0 || (end >= window.ToMicros && end - (width * TimeWindow.MinuteMicros) < window.ToMicros));
        }
    }

    private static void AssertBins(BinTable table, IEnumerable<OracleEvent> events, BinSeries series)
    {
        var counts = new int[series.Counts.Count];
        foreach (var e in events)
        {
            counts[(int)((e.Time!.Value - table.StartMicros) / (table.WidthMinutes * TimeWindow.MinuteMicros))]++;
        }

        Assert.Equal(counts, series.Counts);
    }
}
