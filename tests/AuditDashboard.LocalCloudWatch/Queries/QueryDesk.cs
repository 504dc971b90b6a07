using System.Globalization;
using System.Text;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.LocalCloudWatch.Logs;
using AuditDashboard.LocalCloudWatch.Protocol;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.LocalCloudWatch.Queries;

/// <summary>Takes, keeps and answers queries.</summary>
internal sealed class QueryDesk(LogStore store, LocalServerOptions options)
{
    /// <summary>Rows of older queries are given up: a server that runs for days must not grow for ever.</summary>
    private const int KeptQueries = 2_000;

    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly List<StoredQuery> _queries = [];

    /// <summary>Queries that wait or run now.</summary>
    public int ActiveQueries
    {
        get
        {
            lock (_lock)
            {
                return _queries.Count(q => q.IsActive);
            }
        }
    }

    /// <summary>All queries, newest first.</summary>
    public IReadOnlyList<StoredQuery> Queries
    {
        get
        {
            lock (_lock)
            {
                return [.. _queries.AsEnumerable().Reverse()];
            }
        }
    }

    /// <summary>Starts a query.</summary>
    /// <param name="text">The query.</param>
    /// <param name="groupNames">The log groups; empty where the query's own SOURCE names them.</param>
    /// <param name="from">First second.</param>
    /// <param name="to">Last second, inclusive.</param>
    /// <param name="limit">Most rows; null for what the query says.</param>
    /// <param name="user">Who starts it.</param>
    /// <param name="fate">How it ends, where that is scripted.</param>
    /// <exception cref="ServiceErrorException">It cannot be started.</exception>
    public StoredQuery Start(string text, IReadOnlyList<string> groupNames, long from, long to, int? limit, string user, FaultKind? fate)
    {
        if (from > to)
        {
            throw ServiceErrorException.Parameter("Start time should not be after end time");
        }

        var fromMs = from * 1_000;
        var toMs = to * 1_000 + (options.EndReading == EndReading.WholeSecond ? 999 : 0);
        var compile = new QueryOptions
        {
            FromMicros = fromMs * 1_000,
            ToMicros = toMs * 1_000 + 1_000,
            LimitOverride = limit is { } rows ? Math.Min(rows, options.MaxRows) : null,
            Clock = options.Clock,
            MaximumGroups = 1_000_000,
        };
        var query = Compile(text, compile);
        var groups = Groups(query, groupNames);
        if (options.RefusesTimesBeforeCreation && groups.Count > 0 && groups.All(g => toMs < g.CreationMs))
        {
            throw new ServiceErrorException(
                "MalformedQueryException", "Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings");
        }

        if (limit is null && options.DefaultRows != 10_000 && !HasLimit(query))
        {
            compile = compile with { LimitOverride = options.DefaultRows };
            query = Compile(text, compile);
        }

        var nowMs = store.NowMs;
        lock (_lock)
        {
            if (_queries.Count(q => q.IsActive) >= options.MaxConcurrentQueries)
            {
                throw new ServiceErrorException(
                    "LimitExceededException",
                    string.Create(CultureInfo.InvariantCulture, $"Account maximum query concurrency limit of [{options.MaxConcurrentQueries}] reached."));
            }

            // What becomes visible from now on is not in this query, however long it runs.
            var snapshot = groups.Select(g => (g, g.Visible(fromMs, toMs, nowMs))).ToList();
            var started = new StoredQuery(options.Clock, options.Pace(text), fate)
            {
                Id = Guid.NewGuid().ToString(),
                Text = text,
                Groups = [.. groups.Select(g => g.Name)],
                FromSecond = from,
                ToSecond = to,
                CreatedMs = nowMs,
                User = user,
                Outcome = Task.Run(() => QueryRunner.Run(query, compile, snapshot, options)),
            };
            _queries.Add(started);
            if (_queries.Count > KeptQueries)
            {
                _queries.RemoveAt(0);
            }

            return started;
        }
    }

    /// <summary>Finds a query.</summary>
    /// <exception cref="ServiceErrorException">There is none of this id.</exception>
    public StoredQuery Find(string id)
    {
        lock (_lock)
        {
            return _queries.Find(q => q.Id == id && !q.IsGone) ?? throw ServiceErrorException.NotFound($"Query with id {id} does not exist");
        }
    }

    /// <summary>The rows of a page, and the token of the next one.</summary>
    /// <param name="query">The query.</param>
    /// <param name="outcome">What it found.</param>
    /// <param name="token">The token of this page; null for the first.</param>
    /// <param name="maxItems">Most rows.</param>
    /// <exception cref="ServiceErrorException">The token is not one of this query, or too old.</exception>
    public (IReadOnlyList<IReadOnlyList<(string Field, string Value)>> Rows, string? Next) Page(
        StoredQuery query, QueryOutcome outcome, string? token, int maxItems)
    {
        var ready = (int)(outcome.Rows.Count * query.Progress);
        var offset = token is null ? 0 : OffsetOf(query, token);
        var rows = outcome.Rows.Take(ready).Skip(offset).Take(Math.Min(maxItems, options.PageRows)).ToList();
        var next = offset + rows.Count;
        return (rows, query.Status == "Complete" && next < ready ? TokenOf(query, next) : null);
    }

    private static InsightsQuery Compile(string text, QueryOptions compile)
    {
        if (InsightsQuery.TryCompile(text, compile, out var query, out var error))
        {
            return query;
        }

        throw new ServiceErrorException("MalformedQueryException", error.Message)
        {
            Write = writer =>
            {
                writer.WriteStartObject("queryCompileError");
                writer.WriteStartObject("location");
                writer.WriteNumber("startCharOffset", error.Start);
                writer.WriteNumber("endCharOffset", error.Start + error.Length);
                writer.WriteEndObject();
                writer.WriteString("message", error.Message);
                writer.WriteEndObject();
            },
        };
    }

    private static bool HasLimit(InsightsQuery query) => query.CanonicalText.Contains("| limit ", StringComparison.Ordinal)
        || query.CanonicalText.StartsWith("limit ", StringComparison.Ordinal);

    private List<LogGroup> Groups(InsightsQuery query, IReadOnlyList<string> names)
    {
        if (query.Source is { } source)
        {
            if (names.Count > 0)
            {
                throw ServiceErrorException.Parameter("Log groups cannot be named both in the request and in the query's SOURCE");
            }

            return [.. store.Groups.Where(g => source.LogGroups.Contains(g.Name, StringComparer.Ordinal)
                || source.NamePrefixes.Any(p => g.Name.StartsWith(p, StringComparison.Ordinal)))];
        }

        return names.Count == 0
            ? throw ServiceErrorException.Parameter("Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be set")
            : [.. names.Select(Find)];

        LogGroup Find(string name)
        {
            if (!store.TryGet(name, out var group))
            {
                throw ServiceErrorException.NotFound($"Log group '{name}' does not exist for account ID '{options.Account}'");
            }

            return group.Class == "DELIVERY" ? throw ServiceErrorException.Parameter($"Log group '{name}' has the class DELIVERY and cannot be queried") : group;
        }
    }

    private string TokenOf(StoredQuery query, int offset) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{query.Id}|{offset}|{store.NowMs}")));

    private int OffsetOf(StoredQuery query, string token)
    {
        var bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out var count) && Encoding.UTF8.GetString(bytes, 0, count).Split('|') is [var id, var offset, var ms]
            && id == query.Id && int.TryParse(offset, CultureInfo.InvariantCulture, out var rows) && long.TryParse(ms, CultureInfo.InvariantCulture, out var issued)
            && store.NowMs - issued <= TokenLife.TotalMilliseconds)
        {
            return rows;
        }

        throw ServiceErrorException.Parameter("The specified nextToken is invalid");
    }
}
