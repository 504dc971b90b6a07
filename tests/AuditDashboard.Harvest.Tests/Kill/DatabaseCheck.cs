using System.Globalization;

namespace AuditDashboard.Harvest.Tests.Kill;

/// <summary>Compares a database with the truth, by plain SQL and no product code. Gives the faults found, none if all is well.</summary>
internal static class DatabaseCheck
{
    /// <summary>What must hold at any moment, also right after a kill: coverage vouches for what is stored, bins count what is stored.</summary>
    public static IReadOnlyList<string> Always(string database, string cluster, IReadOnlyCollection<ExpectedEvent> truth)
    {
        var faults = new List<string>();
        faults.AddRange(Sql.List(database, "PRAGMA integrity_check").Where(r => r != "ok"));
        faults.AddRange(Sql.List(database, "PRAGMA foreign_key_check"));
        faults.AddRange(Bins(database));

        var stored = StoredMatches(database, cluster).ToHashSet(StringComparer.Ordinal);
        foreach (var row in Sql.List(
            database,
            $"SELECT q.name, c.from_time, c.to_time FROM coverage c JOIN query q ON q.id = c.query_id JOIN cluster k ON k.id = c.cluster_id WHERE k.name = '{cluster}'"))
        {
            var parts = row.Split('|');
            var (from, to) = (long.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
            faults.AddRange(truth
                .Where(e => e.TimeMicros >= from && e.TimeMicros < to && e.Queries.Contains(parts[0]) && !stored.Contains(e.Key + "|" + parts[0]))
                .Select(e => $"{cluster}: {parts[0]} is covered from {from} to {to}, but {e.Key} is not stored"));
        }

        return faults;
    }

    /// <summary>What must hold at the end: exactly the truth is stored.</summary>
    public static IReadOnlyList<string> AtEnd(string database, string cluster, IEnumerable<ExpectedEvent> truth)
    {
        var faults = new List<string>();
        var events = Sql.List(
            database,
            $"""
            SELECT a.text, s.text, v.text, e.time, n.name FROM event e JOIN cluster k ON k.id = e.cluster_id JOIN audit_id a ON a.id = e.audit_id_id
            JOIN word s ON s.id = e.stage_id JOIN word v ON v.id = e.verb_id JOIN query n ON n.id = e.stack_query_id WHERE k.name = '{cluster}'
            """);
        var expected = truth.ToList();
        Compare("event", expected.Select(e => e.Key + "|" + e.Queries[0]), events, faults);
        Compare("match", expected.SelectMany(e => e.Queries.Select(q => e.Key + "|" + q)), StoredMatches(database, cluster), faults);
        return faults;
    }

    /// <summary>The end of what every query has collected without a gap since the start; null if there is a gap or nothing.</summary>
    public static long? CoveredTo(string database, string cluster, IReadOnlyCollection<string> queries)
    {
        var owed = Sql.List(database, $"SELECT owed_from FROM cluster WHERE name = '{cluster}'").Single();
        long? result = null;
        foreach (var query in queries)
        {
            var to = long.Parse(owed, CultureInfo.InvariantCulture);
            foreach (var row in Sql.List(
                database,
                $"""
                SELECT c.from_time, c.to_time FROM coverage c JOIN query q ON q.id = c.query_id JOIN cluster k ON k.id = c.cluster_id
                WHERE k.name = '{cluster}' AND q.name = '{query}' ORDER BY c.from_time
                """))
            {
                var parts = row.Split('|');
                if (long.Parse(parts[0], CultureInfo.InvariantCulture) > to)
                {
                    return null;
                }

                to = Math.Max(to, long.Parse(parts[1], CultureInfo.InvariantCulture));
            }

            if (result is { } other && other != to)
            {
                return null;
            }

            result = to;
        }

        return result;
    }

    private static IEnumerable<string> Bins(string database)
    {
        const string Minute = "(e.time - ((e.time % 60000000) + 60000000) % 60000000) / 60000000";
        string[] pairs =
        [
            $"""
            SELECT e.cluster_id, m.query_id, {Minute} AS minute, count(*) FROM event_match m JOIN event e ON e.id = m.event_id WHERE e.time IS NOT NULL GROUP BY 1, 2, 3
            """,
            "SELECT cluster_id, query_id, minute, n FROM minute_count",
            $"SELECT e.cluster_id, e.stack_query_id, {Minute} AS minute, count(*) FROM event e WHERE e.time IS NOT NULL GROUP BY 1, 2, 3",
            "SELECT cluster_id, query_id, minute, n FROM minute_stack",
        ];
        for (var i = 0; i < pairs.Length; i += 2)
        {
            foreach (var (left, right) in new[] { (pairs[i], pairs[i + 1]), (pairs[i + 1], pairs[i]) })
            {
                foreach (var row in Sql.List(database, $"SELECT * FROM ({left}) EXCEPT SELECT * FROM ({right})"))
                {
                    yield return "bins differ from the events at " + row;
                }
            }
        }

        foreach (var row in Sql.List(
            database,
            "SELECT e.id FROM event e WHERE NOT EXISTS (SELECT 1 FROM event_match m WHERE m.event_id = e.id AND m.query_id = e.stack_query_id)"))
        {
            yield return "an event is stacked under a query that does not select it: " + row;
        }
    }

    private static IReadOnlyList<string> StoredMatches(string database, string cluster) => Sql.List(
        database,
        $"""
        SELECT a.text, s.text, v.text, e.time, q.name FROM event_match m JOIN event e ON e.id = m.event_id JOIN cluster k ON k.id = e.cluster_id
        JOIN audit_id a ON a.id = e.audit_id_id JOIN word s ON s.id = e.stage_id JOIN word v ON v.id = e.verb_id JOIN query q ON q.id = m.query_id
        WHERE k.name = '{cluster}'
        """);

    private static void Compare(string what, IEnumerable<string> expected, IEnumerable<string> actual, List<string> faults)
    {
        var counts = expected.GroupBy(k => k, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        foreach (var stored in actual.GroupBy(k => k, StringComparer.Ordinal))
        {
            counts[stored.Key] = counts.GetValueOrDefault(stored.Key) - stored.Count();
        }

        faults.AddRange(counts.Where(c => c.Value != 0).Select(c => c.Value > 0 ? $"{what} missing {c.Value} times: {c.Key}" : $"{what} stored {-c.Value} times too often: {c.Key}"));
    }
}
