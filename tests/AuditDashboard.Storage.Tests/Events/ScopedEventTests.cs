using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Events;
using CsCheck;

namespace AuditDashboard.Storage.Tests.Events;

/// <summary>Whoever is limited to clusters sees what the oracle sees of those clusters' events alone, whatever is asked.</summary>
public sealed class ScopedEventTests(EventWorld world)
{
    private const string Seed = "0N0XIzNsQ0O2";

    public static TheoryData<string> Scopes => ["prod", "staging", "prod,staging", "l%b_\\", "prod,staging,l%b_\\", "nosuch", "nosuch,staging", ""];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private EventReader Reader => world.Database.Events;

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task Lists_AnyFilterInAnyScope_AreTheOraclesOfTheScope(string names)
    {
        var scope = ScopeOf(names);
        var oracle = OracleOf(scope);
        await RandomFilters.Any.SampleAsync(
            async filter =>
            {
                using var entered = scope.Enter();
                var expected = oracle.Select(filter);

                var page = await Reader.GetPageAsync(filter, null, 1_000, Token);
                Assert.Equal(expected.Select(e => e.Row), page.Rows.Select(r => r.RowId));
                Assert.Equal(expected.Count, (await Reader.CountAsync(filter, Token)).Events);
                Assert.Equal(expected.Where(e => e.Time is not null).Min(e => e.Time), (await Reader.FindFirstAsync(filter, Token))?.Cursor.TimeMicros);
                Assert.Equal(expected.Select(e => e.Row), (await Reader.SelectAsync(filter, Token)).Rows);
            },
            seed: Seed, iter: 150, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task FacetsAndBins_AnyFilterInAnyScope_CountTheOraclesOfTheScope(string names)
    {
        var scope = ScopeOf(names);
        var oracle = OracleOf(scope);
        await RandomFilters.Any.SampleAsync(
            async filter =>
            {
                using var entered = scope.Enter();
                foreach (var facet in await Reader.GetFacetsAsync(filter, Enum.GetValues<EventFacet>(), 100, Token))
                {
                    var counts = oracle.SelectWithout(filter, facet.Facet).SelectMany(e => EventOracle.Values(e, facet.Facet)).GroupBy(v => v).ToDictionary(g => g.Key, g => g.LongCount());
                    Assert.Equal(counts.Count, facet.DistinctValues);
                    Assert.All(facet.Values, value => Assert.Equal(counts[value.Value], value.Count));
                }

                if (filter.Window is { IsEmpty: false } && !filter.OnlyUndated)
                {
                    var bins = await world.Database.Bins.GetFilteredAsync(filter, null, 60, 10, Token);
                    Assert.Equal(oracle.Select(filter).Count, bins.Series.Sum(s => s.Counts.Sum()));
                }
            },
            seed: Seed, iter: 60, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task SingleEvents_OfOtherClusters_AreAsIfNotStored(string names)
    {
        var scope = ScopeOf(names);
        var all = await Reader.GetPageAsync(new EventFilter(), null, 1_000, Token);
        using var entered = scope.Enter();

        var loaded = await Reader.LoadAsync([.. all.Rows.Select(r => r.RowId).Take(400)], Token);
        Assert.Equal(all.Rows.Take(400).Where(r => scope.Allows(r.Cluster)).Select(r => r.RowId), loaded.Select(stored => stored.Row.RowId));
        foreach (var row in all.Rows.Take(60))
        {
            Assert.Equal(scope.Allows(row.Cluster), await Reader.FindAsync(row.Id, Token) is not null);
            if (!scope.Allows(row.Cluster))
            {
                Assert.Null(await Reader.FindPreviousChangeAsync(row, Token));
            }
        }

        Assert.Equal(scope.IsAll ? EventWorld.Clusters : scope.Names.Intersect(EventWorld.Clusters).Order(StringComparer.Ordinal), (await world.Database.Clusters.GetAllAsync(Token)).Select(c => c.Name));
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task QueryBins_InAnyScope_CountItsMatchesAlone(string names)
    {
        var scope = ScopeOf(names);
        var oracle = OracleOf(scope);
        var times = world.Oracle.All.Where(e => e.Time is not null).Select(e => e.Time!.Value).ToList();
        var window = new TimeWindow(times.Min(), times.Max() + 1);
        using var entered = scope.Enter();

        foreach (var cluster in EventWorld.Clusters.Append(null))
        {
            var expected = oracle.All.Where(e => e.Time is not null && (cluster is null || e.Cluster == cluster)).ToList();
            var table = await world.Database.Bins.GetByQueryAsync(cluster, window, EventWorld.Queries, 60, Token);
            Assert.Equal(EventWorld.Queries.Select(q => expected.Count(e => e.Source.QueryIds.Contains(q))), table.Series.Select(s => s.Counts.Sum()));
            Assert.Equal(expected.Count, (await world.Database.Bins.GetStackAsync(cluster, window, 60, Token)).Series.Sum(s => s.Counts.Sum()));
        }
    }

    private static ClusterScope ScopeOf(string names) => ClusterScope.Of(names.Split(',', StringSplitOptions.RemoveEmptyEntries));

    private EventOracle OracleOf(ClusterScope scope) => new([.. world.Oracle.All.Where(e => scope.Allows(e.Cluster))]);
}
