using AuditDashboard.Queries;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Runs;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Adds up what a run did. Reading and committing add from two threads, to members of their own.</summary>
internal sealed class RunTally(TimeProvider clock)
{
    private readonly Dictionary<string, QueryTally> _queries = new(StringComparer.Ordinal);
    private readonly List<string> _errors = [];

    /// <summary>Windows collected to their end.</summary>
    public int Windows { get; set; }

    /// <summary>Records read.</summary>
    public long Records { get; private set; }

    /// <summary>Bytes read.</summary>
    public long Bytes { get; private set; }

    /// <summary>JSON objects that are no audit events.</summary>
    public long Ignored { get; private set; }

    /// <summary>Events that were new. Written by the committing side alone.</summary>
    public long EventsInserted { get; private set; }

    /// <summary>Events known before. Written by the committing side alone.</summary>
    public long EventsKnown { get; private set; }

    /// <summary>Records newly quarantined. Written by the committing side alone.</summary>
    public long Quarantined { get; private set; }

    /// <summary>Calls of the AWS API that were new. Written by the committing side alone.</summary>
    public long CallsInserted { get; private set; }

    /// <summary>One sentence for each part that failed.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Adds what a commit changed.</summary>
    public void Add(IngestResult result)
    {
        EventsInserted += result.EventsInserted;
        EventsKnown += result.EventsKnown;
        Quarantined += result.QuarantinedInserted;
        CallsInserted += result.CallsInserted;
    }

    /// <summary>Notes a failure of a part, and of the queries that it concerns.</summary>
    public void Fail(string sentence, IEnumerable<string> queryIds)
    {
        if (!_errors.Contains(sentence))
        {
            _errors.Add(sentence);
        }

        foreach (var id in queryIds)
        {
            Query(id).Error = sentence;
        }
    }

    /// <summary>Notes that reading for a query begins; the first time counts.</summary>
    public void Begin(string queryId) => Query(queryId);

    /// <summary>Notes what was read for a query.</summary>
    public void Add(string queryId, long rows, long bytes)
    {
        var query = Query(queryId);
        query.Rows += rows;
        query.Bytes += bytes;
        query.EndedAt = clock.GetUtcNow();
    }

    /// <summary>Notes what was read for the whole catalog.</summary>
    public void Add(MergedScan catalog, SortCounts counts)
    {
        Add(counts);
        for (var i = 0; i < catalog.Queries.Count; i++)
        {
            Add(catalog.Queries[i].Id, counts.Rows[i], counts.Bytes);
        }
    }

    /// <summary>Notes what was read.</summary>
    public void Add(SortCounts counts)
    {
        Records += counts.Records;
        Bytes += counts.Bytes;
        Ignored += counts.Ignored;
    }

    /// <summary>One row for each query that was read for; a query without an end failed or was cut short by <paramref name="state"/>.</summary>
    public IReadOnlyList<RunQueryRow> Rows(long runId, RunState state) =>
    [
        .. _queries.Select(q => new RunQueryRow(
            runId, q.Key, q.Value.StartedAt, q.Value.EndedAt ?? clock.GetUtcNow(),
            q.Value.Error is not null ? RunState.Failed : state == RunState.Failed ? RunState.Succeeded : state,
            q.Value.Rows, q.Value.Bytes, q.Value.Error)),
    ];

    private QueryTally Query(string id)
    {
        if (!_queries.TryGetValue(id, out var query))
        {
            _queries.Add(id, query = new QueryTally { StartedAt = clock.GetUtcNow() });
        }

        return query;
    }

    private sealed class QueryTally
    {
        public required DateTimeOffset StartedAt { get; init; }

        public DateTimeOffset? EndedAt { get; set; }

        public long Rows { get; set; }

        public long Bytes { get; set; }

        public string? Error { get; set; }
    }
}
