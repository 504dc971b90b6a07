using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Tests.Support;
using Microsoft.Data.Sqlite;
using static AuditDashboard.Storage.Tests.Support.TestEvents;

namespace AuditDashboard.Storage.Tests.Ingest;

/// <summary>What ingest counts while it writes, and what readers count, against plain SQL over the events themselves.</summary>
public sealed class StoredCountsTests
{
    private static readonly string[] Queries = ["aws-auth", "roles", "secrets", "denied"];
    private static readonly Dictionary<string, int> Ranks = Queries.Select((q, i) => (q, i)).ToDictionary(x => x.q, x => x.i);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Commit_RandomBatchesThatOverlap_StoredCountsEqualPlainSql(int seed)
    {
        using var db = await TestDatabase.CreateAsync();
        using var other = db.OpenAgain();
        var random = new Random(seed);
        EventIngest[] ingests = [db.Ingest, new EventIngest(other, CrashPoints.None, db.Clock)];
        var broken = new EventIngest(db.Database, new CrashPoints(point => _ = point == CrashPoint.BeforeCommit ? throw new InvalidOperationException("broken off") : 0), db.Clock);
        var expected = new Dictionary<(string Cluster, int Number), HashSet<string>>();

        // Few events and many batches: most events come again, often selected by further queries, from two processes, with roll-backs between.
        for (var i = 0; i < 40; i++)
        {
            var cluster = random.Next(4) == 0 ? "staging" : "prod";
            var picks = Enumerable.Range(0, random.Next(1, 25)).Select(_ => random.Next(80)).ToList();
            var batch = TestDatabase.Batch([.. picks.Select(n => Make(cluster, n, random))]) with { Cluster = cluster, StackRanks = Ranks };
            if (i % 7 == 3)
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => broken.CommitAsync(batch, Token));
                continue;
            }

            var matchesBefore = expected.Values.Sum(q => q.Count);
            var eventsBefore = expected.Count;
            foreach (var (n, e) in picks.Zip(batch.Events))
            {
                if (!expected.TryGetValue((cluster, n), out var queries))
                {
                    expected[(cluster, n)] = queries = [];
                }

                queries.UnionWith(e.QueryIds);
            }

            var result = await ingests[random.Next(2)].CommitAsync(batch, Token);

            Assert.Equal((expected.Count - eventsBefore, expected.Values.Sum(q => q.Count) - matchesBefore), (result.EventsInserted, result.MatchesInserted));
            Assert.Equal(picks.Count, result.EventsInserted + result.EventsKnown);
        }

        Assert.Equal(
            expected.SelectMany(e => e.Value.Select(q => $"{e.Key.Cluster}|{e.Key.Number}|{q}")).Order(StringComparer.Ordinal),
            Lines(db, "SELECT c.name, e.code, q.name FROM event_match m JOIN event e ON e.id = m.event_id JOIN cluster c ON c.id = e.cluster_id JOIN query q ON q.id = m.query_id"));
        Assert.Equal(
            expected.Select(e => $"{e.Key.Cluster}|{e.Key.Number}|{e.Value.MinBy(q => Ranks[q])}").Order(StringComparer.Ordinal),
            Lines(db, "SELECT c.name, e.code, q.name FROM event e JOIN cluster c ON c.id = e.cluster_id JOIN query q ON q.id = e.stack_query_id"));
        Assert.Equal(
            Lines(db, "SELECT m.cluster_id, m.query_id, CAST(floor(m.time / 60000000.0) AS INTEGER), count(*) FROM event_match m WHERE m.time IS NOT NULL GROUP BY 1, 2, 3"),
            Lines(db, "SELECT cluster_id, query_id, minute, n FROM minute_count"));
        Assert.Equal(
            Lines(db, "SELECT cluster_id, stack_query_id, CAST(floor(time / 60000000.0) AS INTEGER), count(*) FROM event WHERE time IS NOT NULL GROUP BY 1, 2, 3"),
            Lines(db, "SELECT cluster_id, query_id, minute, n FROM minute_stack"));
        Assert.Equal(
            Lines(db, "SELECT event_id, sum(1 << query_id) FROM event_match GROUP BY event_id"),
            Lines(db, "SELECT id, query_bits FROM event"));
        Assert.Equal(0, db.Number("SELECT count(*) FROM event_match m JOIN event e ON e.id = m.event_id WHERE m.cluster_id <> e.cluster_id OR m.time IS NOT e.time"));
        Assert.Equal(0, db.Number("SELECT count(*) FROM pragma_foreign_key_check"));
        await AssertReadersAsync(db, random);
    }

    /// <summary>Bins, stack, counts and facets of random windows and chips, each by one plain statement of its own.</summary>
    private static async Task AssertReadersAsync(TestDatabase db, Random random)
    {
        for (var i = 0; i < 60; i++)
        {
            var from = T0 + (random.Next(-1, 12) * TimeWindow.MinuteMicros) + (random.Next(2) * 17_000_001L);
            var window = new TimeWindow(from, from + (random.Next(1, 12) * 45_000_000L));
            var query = Queries[random.Next(Queries.Length)];
            var (user, isExcluded) = ($"user-{random.Next(5)}", random.Next(2) == 0);
            var events = $"event e JOIN cluster c ON c.id = e.cluster_id LEFT JOIN user_name u ON u.id = e.user_id WHERE c.name = 'prod' AND e.time >= {window.FromMicros} AND e.time < {window.ToMicros}";
            var selected = $"EXISTS (SELECT 1 FROM event_match m JOIN query q ON q.id = m.query_id WHERE m.event_id = e.id AND q.name = '{query}')";
            var chip = isExcluded ? $"u.text IS NOT '{user}'" : $"u.text = '{user}'";
            var filter = new EventFilter { Cluster = "prod", Window = window, QueryIds = [query], Facets = [new FacetFilter(EventFacet.Actor, [user], isExcluded)] };

            var byQuery = Assert.Single((await db.Bins.GetByQueryAsync("prod", window, [query], 1, Token)).Series);
            var stack = await db.Bins.GetStackAsync("prod", window, 1, Token);
            var filtered = Assert.Single((await db.Bins.GetFilteredAsync(filter, null, 1, 8, Token)).Series);
            var facets = await db.Events.GetFacetsAsync(filter, [EventFacet.Actor, EventFacet.Verb, EventFacet.Query], 100, Token);

            Assert.Equal(db.Number($"SELECT count(*) FROM {events} AND {selected}"), byQuery.Total);
            Assert.Equal(db.Number($"SELECT count(*) FROM {events}"), stack.Series.Sum(s => s.Total));
            Assert.Equal(db.Number($"SELECT count(*) FROM {events} AND {selected} AND {chip}"), filtered.Total);
            Assert.Equal(filtered.Total, (await db.Events.CountAsync(filter, Token)).Events);
            Assert.Equal(Lines(db, $"SELECT coalesce(u.text, ''), count(*) FROM {events} AND {selected} GROUP BY 1"), Told(facets[0]));
            Assert.Equal(
                Lines(db, $"SELECT w.text, count(*) FROM (SELECT e.verb_id AS verb_id FROM {events} AND {selected} AND {chip}) f JOIN word w ON w.id = f.verb_id GROUP BY 1"),
                Told(facets[1]));
            Assert.Equal(
                Lines(db, $"SELECT q.name, count(*) FROM (SELECT e.id AS id FROM {events} AND {selected} AND {chip}) f JOIN event_match m ON m.event_id = f.id JOIN query q ON q.id = m.query_id GROUP BY 1"),
                Told(facets[2]));
            Assert.All(byQuery.Counts.Select((n, bin) => (n, bin)), x => Assert.Equal(
                db.Number($"SELECT count(*) FROM {events} AND {selected} AND e.time >= {T0At(window, x.bin)} AND e.time < {T0At(window, x.bin + 1)}"), x.n));
        }
    }

    private static long T0At(TimeWindow window, int bin) => (MinuteBins.MinuteOf(window.FromMicros) + bin) * TimeWindow.MinuteMicros;

    private static IEnumerable<string> Told(FacetCounts counts) => counts.Values.Select(v => $"{v.Value}|{v.Count}").Order(StringComparer.Ordinal);

    /// <summary>Event <paramref name="number"/> of a cluster, always the same but for the queries that this batch knows of. Its number is its code.</summary>
    private static IngestEvent Make(string cluster, int number, Random random)
    {
        var audit = RoleChange(number / 7, $"role-{number}", $"user-{number % 5}") with
        {
            AuditId = $"{cluster}-{number}",
            Verb = number % 3 == 0 ? "create" : "delete",
            Code = number,
        };
        var queries = Queries.Where(_ => random.Next(3) == 0).ToArray();
        long? time = number % 11 == 0 ? null : T0 + (number / 7 * TimeWindow.MinuteMicros) + (number % 2 == 0 ? 0 : 59_999_999);
        return Match(Event(audit, $"{cluster}/{number}", time, isUndated: time is null), queries.Length == 0 ? ["denied"] : queries);
    }

    private static List<string> Lines(TestDatabase db, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={db.Database.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
