using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace AuditDashboard.FaultCheck;

/// <summary>Compares the database of one cluster with the truth, by plain SQL and no product code.</summary>
/// <remarks>
/// It remembers what it has seen, so that looking again costs only what is new: events and unreadable records are never changed and never removed,
/// which the last look, from the beginning, proves. Each look is of one moment, and gives the faults found, none if all is well.
/// </remarks>
/// <param name="path">The SQLite file.</param>
/// <param name="cluster">Name of the cluster.</param>
/// <param name="truth">What must be stored.</param>
public sealed partial class DatabaseChecker(string path, string cluster, TruthSet truth)
{
    private const int MostFaults = 50;
    private const int AuditIdReused = 32;
    private const string Minute = "(e.time - ((e.time % 60000000) + 60000000) % 60000000) / 60000000";

    private readonly Dictionary<string, SortedSet<(long TimeMicros, long Serial)>> _missing = Truth.QueryIds.ToDictionary(
        q => q, q => new SortedSet<(long, long)>(truth.Distinct.Where(r => r.IsPrompt && r.Queries.Contains(q)).Select(r => (r.TimeMicros, r.Serial))), StringComparer.Ordinal);

    private readonly SortedSet<(long TimeMicros, long Serial)> _missingUnreadable =
        new(truth.Distinct.Where(r => r is { Kind: TruthKind.Unreadable, IsPrompt: true }).Select(r => (r.TimeMicros, r.Serial)));

    private readonly HashSet<long> _stored = [];
    private readonly Dictionary<long, TruthRecord> _events = [];
    private long _lastEvent;
    private long _lastUnreadable;

    /// <summary>Events stored so far.</summary>
    public int Events => _events.Count;

    /// <summary>True if a database has its tables: a process that is killed in its very first start leaves a file without.</summary>
    public static bool IsMade(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var database = new DatabaseReader(path);
        return database.Number("SELECT count(*) FROM sqlite_master WHERE name = 'query'") > 0;
    }

    /// <summary>What must hold at any moment, also right after a kill.</summary>
    /// <param name="nowMicros">The latest that any process's clock can show, microseconds since 1970.</param>
    /// <param name="scans">Queries that the service answered; null leaves out what is compared with them.</param>
    /// <param name="billedBytes">What the service billed by now, of all queries: those that failed or were stopped count too.</param>
    /// <param name="isThorough">True looks at the whole file too: its pages, bins and sums.</param>
    public IReadOnlyList<string> Check(long nowMicros, IReadOnlyList<ProvenScan>? scans, double billedBytes, bool isThorough)
    {
        using var database = new DatabaseReader(path);
        var faults = new List<string>();
        ReadEvents(database, faults);
        ReadUnreadable(database, faults);
        CheckCoverage(database, nowMicros, scans, faults);
        if (isThorough)
        {
            CheckFile(database, faults);
            CheckBins(database, faults);
            CheckRuns(database, billedBytes, faults);
        }

        return [.. faults.Take(MostFaults)];
    }

    /// <summary>What must hold once everything was given and nothing fails any more: all of the truth, once, and all of the time collected.</summary>
    /// <param name="nowMicros">As for <see cref="Check"/>.</param>
    /// <param name="scans">As for <see cref="Check"/>.</param>
    /// <param name="billedBytes">As for <see cref="Check"/>.</param>
    /// <param name="collectedTo">Up to when everything is to be collected, microseconds since 1970.</param>
    /// <param name="gaps">Gaps that there must be: a query and a second, microseconds since 1970.</param>
    public IReadOnlyList<string> CheckEnd(long nowMicros, IReadOnlyList<ProvenScan>? scans, double billedBytes, long collectedTo, IReadOnlyList<(string Query, long From)> gaps)
    {
        ArgumentNullException.ThrowIfNull(gaps);

        // From the beginning, so that what was changed behind its back shows.
        var fresh = new DatabaseChecker(path, cluster, truth);
        var faults = fresh.Check(nowMicros, scans, billedBytes, isThorough: true).ToList();
        using var database = new DatabaseReader(path);
        var mayMiss = gaps.ToLookup(g => g.From, g => g.Query);
        foreach (var record in truth.Distinct.Where(r => r.Kind != TruthKind.Noise && !fresh._stored.Contains(r.Serial)))
        {
            var second = record.TimeMicros - record.TimeMicros % 1_000_000;
            if (record.Kind == TruthKind.Unreadable || record.Queries.Except(mayMiss[second]).Any())
            {
                faults.Add($"lost: {Say(record)}");
            }
        }

        var owedFrom = database.Number("SELECT owed_from FROM cluster WHERE name = $1", cluster);
        foreach (var query in Truth.QueryIds)
        {
            var collected = new Spans();
            foreach (var row in Coverage(database).Where(c => c.Query == query))
            {
                collected.Add(row.From, row.To);
            }

            var expected = gaps.Where(g => g.Query == query).Select(g => (g.From, To: g.From + 1_000_000)).Order().ToList();
            var missing = collected.Missing(owedFrom, collectedTo);
            if (!missing.SequenceEqual(expected))
            {
                faults.Add($"{query} is not collected at {string.Join(", ", missing.Select(Say))}, and should not be at {string.Join(", ", expected.Select(Say))}");
            }

            var failures = Failures(database, query);
            faults.AddRange(expected
                .Where(g => !failures.Exists(f => f.From < g.To && g.From < f.To))
                .Select(g => $"{query} is not collected at {Say(g)}, and no failure says so"));
            faults.AddRange(failures
                .Where(f => !expected.Exists(g => g.From <= f.From && f.To <= g.To))
                .Select(f => $"{query} is said to have failed at {Say(f)}, and is collected"));
        }

        CheckBodies(database, faults);
        return [.. faults.Take(MostFaults)];
    }

    private void ReadEvents(DatabaseReader database, List<string> faults)
    {
        var rows = database.List(
            """
            SELECT e.id, coalesce(u.text, ''), coalesce(a.text, ''), coalesce(s.text, ''), coalesce(v.text, ''), coalesce(e.time, 0), n.name, e.flags
            FROM event e JOIN cluster k ON k.id = e.cluster_id JOIN query n ON n.id = e.stack_query_id
            LEFT JOIN uri u ON u.id = e.uri_id LEFT JOIN audit_id a ON a.id = e.audit_id_id LEFT JOIN word s ON s.id = e.stage_id LEFT JOIN word v ON v.id = e.verb_id
            WHERE k.name = $1 AND e.id > $2 ORDER BY e.id
            """,
            r => (Id: r.GetInt64(0), Uri: r.GetString(1), AuditId: r.GetString(2), Stage: r.GetString(3), Verb: r.GetString(4), Time: r.GetInt64(5), Stack: r.GetString(6), Flags: r.GetInt64(7)),
            cluster, _lastEvent);
        var matches = database.List(
            "SELECT m.event_id, q.name, coalesce(m.time, 0) FROM event_match m JOIN query q ON q.id = m.query_id WHERE m.event_id > $1",
            r => (Event: r.GetInt64(0), Query: r.GetString(1), Time: r.GetInt64(2)),
            _lastEvent).ToLookup(m => m.Event);
        foreach (var row in rows)
        {
            _lastEvent = row.Id;
            if (SerialOf(row.Uri) is not { } serial || truth.Find(serial) is not { Kind: TruthKind.Event } record)
            {
                faults.Add($"stored, and no canned query selects it: event {row.Id}, {row.Uri}");
                continue;
            }

            if (!_stored.Add(serial))
            {
                faults.Add($"stored twice: {Say(record)}");
            }

            _events[row.Id] = record;
            if ((row.AuditId, row.Stage, row.Verb, row.Time, row.Stack) != (record.AuditId, record.Stage, record.Verb, record.TimeMicros, record.Queries[0]))
            {
                faults.Add($"stored as {row.AuditId} {row.Stage} {row.Verb} at {row.Time} under {row.Stack}: {Say(record)}");
            }

            var found = matches[row.Id].Select(m => m.Query).ToHashSet(StringComparer.Ordinal);
            if (!found.SetEquals(record.Queries) || matches[row.Id].Any(m => m.Time != record.TimeMicros))
            {
                faults.Add($"stored under {string.Join(", ", found.Order())}: {Say(record)}");
            }

            foreach (var query in found.Where(_missing.ContainsKey))
            {
                _missing[query].Remove((record.TimeMicros, serial));
            }
        }
    }

    private void ReadUnreadable(DatabaseReader database, List<string> faults)
    {
        foreach (var (id, content, time) in database.List(
            "SELECT q.id, q.content, coalesce(q.time, 0) FROM quarantine q JOIN cluster k ON k.id = q.cluster_id WHERE k.name = $1 AND q.id > $2 ORDER BY q.id",
            r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1), r.GetInt64(2)), cluster, _lastUnreadable))
        {
            _lastUnreadable = id;
            if (SerialOf(System.Text.Encoding.UTF8.GetString(content)) is not { } serial || truth.Find(serial) is not { Kind: TruthKind.Unreadable } record)
            {
                faults.Add($"kept as unreadable, and is not: {id}");
                continue;
            }

            if (!_stored.Add(serial))
            {
                faults.Add($"kept as unreadable twice: {Say(record)}");
            }

            if (!content.AsSpan().SequenceEqual(record.Message) || time != record.TimeMicros)
            {
                faults.Add($"kept as unreadable with other bytes or at another time: {Say(record)}");
            }

            _missingUnreadable.Remove((record.TimeMicros, serial));
        }
    }

    private void CheckCoverage(DatabaseReader database, long nowMicros, IReadOnlyList<ProvenScan>? scans, List<string> faults)
    {
        var asked = new Spans();
        foreach (var scan in scans ?? [])
        {
            // The end is inclusive, and nobody but AWS knows how far it goes: half-open it vouches for nothing beyond its first instant.
            asked.Add(scan.FromSecond * 1_000_000, scan.ToSecond * 1_000_000);
        }

        var claimed = Truth.QueryIds.ToDictionary(q => q, _ => new List<(long From, long To)>(), StringComparer.Ordinal);
        foreach (var row in Coverage(database))
        {
            claimed[row.Query].Add((row.From, row.To));
            if (row.To > nowMicros)
            {
                faults.Add($"{row.Query} claims the future up to {Say(row.To)}; it is {Say(nowMicros)}");
            }

            if (scans is not null && !asked.Covers(row.From, row.To))
            {
                faults.Add($"{row.Query} claims {Say((row.From, row.To))}, of which the service was never asked for {string.Join(", ", asked.Missing(row.From, row.To).Select(Say))}");
            }

            foreach (var set in new[] { _missing[row.Query], _missingUnreadable })
            {
                faults.AddRange(set.GetViewBetween((row.From, 0), (row.To - 1, long.MaxValue)).Take(3)
                    .Select(m => $"{row.Query} claims {Say((row.From, row.To))} and does not hold {(truth.Find(m.Serial) is { } record ? Say(record) : "")}"));
            }
        }

        foreach (var (query, rows) in claimed)
        {
            rows.Sort();
            faults.AddRange(rows.Zip(rows.Skip(1)).Where(p => p.First.To > p.Second.From).Select(p => $"{query} claims {Say((p.Second.From, p.First.To))} twice"));
        }
    }

    private static void CheckFile(DatabaseReader database, List<string> faults)
    {
        faults.AddRange(database.List("PRAGMA integrity_check", r => r.GetString(0)).Where(r => r != "ok"));
        faults.AddRange(database.List("PRAGMA foreign_key_check", r => "a row refers to nothing: " + r.GetString(0)));
    }

    private static void CheckBins(DatabaseReader database, List<string> faults)
    {
        (string Events, string Bins)[] pairs =
        [
            ($"SELECT e.cluster_id, m.query_id, {Minute} AS minute, count(*) FROM event_match m JOIN event e ON e.id = m.event_id WHERE e.time IS NOT NULL GROUP BY 1, 2, 3",
                "SELECT cluster_id, query_id, minute, n FROM minute_count"),
            ($"SELECT e.cluster_id, e.stack_query_id, {Minute} AS minute, count(*) FROM event e WHERE e.time IS NOT NULL GROUP BY 1, 2, 3",
                "SELECT cluster_id, query_id, minute, n FROM minute_stack"),
        ];
        foreach (var (events, bins) in pairs)
        {
            foreach (var (left, right) in new[] { (events, bins), (bins, events) })
            {
                faults.AddRange(database.List(
                    $"SELECT * FROM ({left}) EXCEPT SELECT * FROM ({right})",
                    r => string.Create(CultureInfo.InvariantCulture, $"a bin differs from its events: query {r.GetInt64(1)}, minute {r.GetInt64(2)}, {r.GetInt64(3)}")).Take(5));
            }
        }
    }

    private void CheckRuns(DatabaseReader database, double billedBytes, List<string> faults)
    {
        Compare("events", "SELECT sum(r.events_inserted) FROM run r JOIN cluster k ON k.id = r.cluster_id WHERE k.name = $1",
            "SELECT count(*) FROM event e JOIN cluster k ON k.id = e.cluster_id WHERE k.name = $1");
        Compare("unreadable records", "SELECT sum(r.quarantined) FROM run r JOIN cluster k ON k.id = r.cluster_id WHERE k.name = $1",
            "SELECT count(*) FROM quarantine q JOIN cluster k ON k.id = q.cluster_id WHERE k.name = $1");
        var claimed = database.Number("SELECT sum(r.bytes_scanned) FROM run r JOIN cluster k ON k.id = r.cluster_id WHERE k.name = $1", cluster);
        if (claimed > billedBytes)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"runs count {claimed} bytes scanned, and the service billed {billedBytes}"));
        }

        void Compare(string what, string runs, string stored)
        {
            var (said, are) = (database.Number(runs, cluster), database.Number(stored, cluster));
            if (said != are)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"runs count {said} {what}, and {are} are stored"));
            }
        }
    }

    /// <summary>None of the truth's records holds a secret, so all must be stored byte by byte, and whoever shares an auditID with another be flagged.</summary>
    private void CheckBodies(DatabaseReader database, List<string> faults)
    {
        var shared = truth.Distinct.Where(r => r.Kind == TruthKind.Event).GroupBy(r => r.AuditId).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (uri, encoding, length, content, flags) in database.List(
            """
            SELECT u.text, b.encoding, b.length, b.content, e.flags FROM event e JOIN event_body b ON b.event_id = e.id JOIN uri u ON u.id = e.uri_id
            JOIN cluster k ON k.id = e.cluster_id WHERE k.name = $1
            """,
            r => (r.GetString(0), r.GetInt32(1), r.GetInt32(2), r.GetFieldValue<byte[]>(3), r.GetInt64(4)), cluster))
        {
            if (SerialOf(uri) is not { } serial || truth.Find(serial) is not { } record)
            {
                continue;
            }

            var bytes = content;
            if (encoding == 1)
            {
                bytes = new byte[length];
                if (!BrotliDecoder.TryDecompress(content, bytes, out var written) || written != length)
                {
                    faults.Add($"stored damaged: {Say(record)}");
                }
            }

            if (!bytes.AsSpan().SequenceEqual(record.Message))
            {
                faults.Add($"stored with other bytes: {Say(record)}");
            }

            if (((flags & AuditIdReused) != 0) != shared.Contains(record.AuditId))
            {
                faults.Add($"flagged wrongly as sharing its auditID, or not flagged: {Say(record)}");
            }

            seen.Add(uri);
        }

        if (seen.Count != database.Number("SELECT count(*) FROM event e JOIN cluster k ON k.id = e.cluster_id WHERE k.name = $1", cluster))
        {
            faults.Add("an event has no body, or two have one address");
        }
    }

    private List<(string Query, long From, long To)> Coverage(DatabaseReader database) => database.List(
        "SELECT q.name, c.from_time, c.to_time FROM coverage c JOIN query q ON q.id = c.query_id JOIN cluster k ON k.id = c.cluster_id WHERE k.name = $1",
        r => (r.GetString(0), r.GetInt64(1), r.GetInt64(2)), cluster);

    private List<(long From, long To)> Failures(DatabaseReader database, string query) => database.List(
        """
        SELECT f.from_time, f.to_time FROM coverage_failure f JOIN query q ON q.id = f.query_id JOIN cluster k ON k.id = f.cluster_id
        WHERE k.name = $1 AND q.name = $2
        """,
        r => (r.GetInt64(0), r.GetInt64(1)), cluster, query);

    private static long? SerialOf(string text) =>
        Serial().Match(text) is { Success: true } match ? long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    private static string Say(TruthRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.Kind} {record.Serial} of {Say(record.TimeMicros)}, there from {Say(record.VisibleAtMs * 1_000)}, for {string.Join(", ", record.Queries)}");

    private static string Say((long From, long To) span) => $"{Say(span.From)} to {Say(span.To)}";

    private static string Say(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * 10).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    [GeneratedRegex("serial=([0-9]+)")]
    private static partial Regex Serial();
}
