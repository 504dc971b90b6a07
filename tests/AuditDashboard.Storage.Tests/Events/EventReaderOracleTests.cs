using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Tests.Support;
using CsCheck;

namespace AuditDashboard.Storage.Tests.Events;

public sealed class EventReaderOracleTests(EventWorld world)
{
    private const string Seed = "0N0XIzNsQ0O2";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private EventReader Reader => world.Database.Events;

    [Fact]
    public async Task GetPage_AnyFilterAndLimit_WalksExactlyTheOraclesRows()
    {
        await Gen.Select(RandomFilters.Any, Pick.One(1, 2, 7, 100, 1_000)).SampleAsync(
            async (filter, limit) =>
            {
                var expected = world.Oracle.Select(filter);
                limit = expected.Count > 60 ? Math.Max(limit, 50) : limit;
                var rows = new List<EventRow>();
                EventCursor? after = null;
                do
                {
                    var page = await Reader.GetPageAsync(filter, after, limit, Token);
                    Assert.True(page.Next is null || page.Rows.Count == limit);
                    rows.AddRange(page.Rows);
                    after = page.Next;
                }
                while (after is not null);

                Assert.Equal(expected.Select(e => e.Row), rows.Select(r => r.RowId));
            },
            seed: Seed, iter: 600, threads: 1);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(10_001)]
    [InlineData(200_000)]
    public async Task GetPage_SearchLongerThanAnyPattern_FindsNothingAndDoesNotFail(int length)
    {
        var page = await Reader.GetPageAsync(new EventFilter { Search = new string('%', length) }, null, 100, Token);

        Assert.Empty(page.Rows);
    }

    [Fact]
    public async Task GetPage_FromEachRowForwardAndToEachRowBack_SplitsTheListWithoutLossOrRepeat()
    {
        foreach (var filter in new[] { new EventFilter(), new EventFilter { Cluster = EventWorld.Clusters[0] }, new EventFilter { QueryIds = ["denied"] } })
        {
            var expected = world.Oracle.Select(filter).Select(e => e.Row).ToList();
            var all = (await Reader.GetPageAsync(filter, null, 1_000, Token)).Rows;
            Assert.Equal(expected, all.Select(r => r.RowId));
            for (var i = 0; i < all.Count; i += 3)
            {
                // Many rows share an instant, so a cursor that forgot the row number would lose or repeat some.
                var after = await Reader.GetPageAsync(filter, all[i].Cursor, 1_000, Token);
                Assert.Equal(expected.Skip(i + 1), after.Rows.Select(r => r.RowId));
                Assert.Equal(i, await Reader.CountBeforeAsync(filter, all[i].Cursor, Token));
            }
        }
    }

    [Fact]
    public async Task FindFirst_AnyFilter_IsTheOraclesOldest()
    {
        await RandomFilters.Any.SampleAsync(
            async filter =>
            {
                var oldest = world.Oracle.Select(filter).Where(e => e.Time is not null).Min(e => e.Time);

                var first = await Reader.FindFirstAsync(filter, Token);

                Assert.Equal(oldest, first?.Cursor.TimeMicros);
                Assert.True(first is null || world.Oracle.Select(filter).Any(e => e.Row == first.RowId));
            },
            seed: Seed, iter: 300, threads: 1);
    }

    [Fact]
    public async Task FindAllowed_AllEvents_AreTheOnesWhoseRecordSaysSo()
    {
        var selection = await Reader.SelectAsync(new EventFilter(), Token);

        var allowed = await Reader.FindAllowedAsync([.. selection.Rows], Token);

        Assert.NotEmpty(allowed);
        Assert.Equal(world.Oracle.All.Where(e => e.Audit.Decision == "allow").Select(e => e.Row).Order(), allowed.Order());
        var loaded = await Reader.LoadAsync([.. selection.Rows.Take(7)], Token);
        Assert.Equal(selection.Rows.Take(7), loaded.Select(stored => stored.Row.RowId));
    }

    [Fact]
    public async Task Count_AnyFilter_EqualsTheOracles()
    {
        await RandomFilters.Any.SampleAsync(
            async filter =>
            {
                var expected = world.Oracle.Select(filter);
                var requests = expected.Where(e => e.Audit.AuditId is not null).Select(e => (e.Cluster, e.Audit.AuditId)).Distinct().Count()
                    + expected.Count(e => e.Audit.AuditId is null);

                Assert.Equal(new EventCount(expected.Count, requests), await Reader.CountAsync(filter, Token));
                if (expected.Count > 0)
                {
                    var place = expected.Count / 2;
                    var cursor = new EventCursor(expected[place].Time, expected[place].Row);
                    Assert.Equal(place, await Reader.CountBeforeAsync(filter, cursor, Token));
                }
            },
            seed: Seed, iter: 600, threads: 1);
    }

    [Fact]
    public async Task GetFacets_AnyFilter_EqualsTheOraclesWithoutEachPropertysOwnChips()
    {
        var all = Enum.GetValues<EventFacet>();
        await Gen.Select(RandomFilters.Any, Pick.One(1, 3, 100)).SampleAsync(
            async (filter, top) =>
            {
                var facets = await Reader.GetFacetsAsync(filter, all, top, Token);

                foreach (var facet in facets)
                {
                    var counts = world.Oracle.SelectWithout(filter, facet.Facet)
                        .SelectMany(e => EventOracle.Values(e, facet.Facet))
                        .GroupBy(v => v)
                        .Select(g => new FacetValue(g.Key, g.LongCount()))
                        .OrderByDescending(v => v.Count)
                        .ThenBy(v => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(v.Value)), StringComparer.Ordinal)
                        .ToList();
                    Assert.Equal(counts.Take(top), facet.Values);
                    Assert.Equal(counts.Count, facet.DistinctValues);
                }
            },
            seed: Seed, iter: 300, threads: 1);
    }

    [Fact]
    public async Task Stream_Everything_GivesEachEventOnceWithItsBodyAndQueries()
    {
        var streamed = new List<StoredEvent>();
        await foreach (var stored in Reader.StreamAsync(new EventFilter(), Token))
        {
            streamed.Add(stored);
        }

        var expected = world.Oracle.Select(new EventFilter());
        Assert.Equal(expected.Select(e => e.Row), streamed.Select(s => s.Row.RowId));
        Assert.All(expected.Zip(streamed), pair =>
        {
            Assert.Equal(pair.First.Source.Event.Json.ToArray(), pair.Second.Json.ToArray());
            Assert.Equal(pair.First.Source.QueryIds, pair.Second.QueryIds);
            Assert.Equal(pair.First.Source.Event.Id.LinkId, pair.Second.Row.Id);
            Assert.Equal(EventOracle.Shown(pair.First.Audit.User.Username), pair.Second.Row.User ?? string.Empty);
            Assert.Equal(pair.First.Time, pair.Second.Row.Cursor.TimeMicros);
        });
    }

    [Fact]
    public async Task Select_AnyFilterAndPart_HoldsExactlyTheOraclesRowsInOrder()
    {
        await Gen.Select(RandomFilters.Any, Pick.One(1, 2, 7, 50_000)).SampleAsync(
            async (filter, part) =>
            {
                var expected = world.Oracle.Select(filter);
                var selection = await Reader.SelectAsync(filter, expected.Count > 60 ? Math.Max(part, 50) : part, Token);

                Assert.Equal(expected.Count, selection.Count);
                Assert.Equal(expected.Select(e => e.Row), selection.Portions(9).SelectMany(portion => portion));
            },
            seed: Seed, iter: 300, threads: 1);
    }

    [Fact]
    public async Task Stream_OfASelection_GivesItsEventsInOrder()
    {
        var selection = await Reader.SelectAsync(new EventFilter(), Token);
        var streamed = new List<StoredEvent>();
        await foreach (var stored in Reader.StreamAsync(selection, Token))
        {
            streamed.Add(stored);
        }

        var expected = world.Oracle.Select(new EventFilter());
        Assert.Equal(expected.Select(e => e.Row), streamed.Select(s => s.Row.RowId));
        Assert.All(expected.Zip(streamed), pair => Assert.Equal(pair.First.Source.Event.Json.ToArray(), pair.Second.Json.ToArray()));
    }

    [Fact]
    public async Task Find_ByShortOrLongId_GivesTheEventAndNothingForOthers()
    {
        var wanted = world.Oracle.All[17].Source.Event.Id;

        Assert.Equal(18, (await Reader.FindAsync(wanted.LinkId, Token))?.Row.RowId);
        Assert.Equal(18, (await Reader.FindAsync(wanted.ToString().ToUpperInvariant(), Token))?.Row.RowId);
        Assert.Null(await Reader.FindAsync(new string('0', 32), Token));
        Assert.Null(await Reader.FindAsync(wanted.ToString()[..63] + "g", Token));
        Assert.Null(await Reader.FindAsync("%", Token));
        Assert.Null(await Reader.FindAsync(string.Empty, Token));
    }
}
