using System.Globalization;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Schema;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AuditDashboard.Benchmarks.Storage;

/// <summary>What ingest is compared with: the same rows into the same schema, by EF Core's AddRange and SaveChanges.</summary>
/// <remarks>
/// Same tables, indexes, references, packing, pragmas and batches, one transaction a batch; <see cref="Compare"/> holds the two to the same rows.
/// In EF Core's favour: ids of texts are remembered in dictionaries, ids are given by the program so that nothing is read back, each batch has a fresh
/// context, detection of changes is off, and it is spared what makes repeating a batch harmless: the look-up of events that are stored already,
/// and of those with the same auditID.
/// </remarks>
internal sealed class EfSameRows
{
    private static readonly string[] Tables =
    [
        "event", "event_body", "event_match", "minute_count", "minute_stack", "user_name", "object_name", "namespace", "address", "user_agent", "uri", "audit_id",
        "word", "resource", "query", "cluster",
    ];

    private readonly Dictionary<(Type Table, string Text), long> _texts = [];
    private readonly Dictionary<Type, long> _lastIds = [];
    private readonly Dictionary<(string Resource, string Subresource), long> _resources = [];
    private readonly Dictionary<string, long> _queries = new(StringComparer.Ordinal);
    private long _lastEvent;

    private EfSameRows()
    {
    }

    /// <summary>Writes batches into a new file.</summary>
    /// <param name="path">The file; replaced.</param>
    /// <param name="batches">What to write; no event twice.</param>
    /// <param name="usage">Told the cost of each batch.</param>
    public static async Task WriteAsync(string path, IReadOnlyList<IngestBatch> batches, Usage usage)
    {
        StorageBenchmark.Remove(path);
        using var database = new AuditDatabase(path, TimeSpan.FromSeconds(30));
        await database.InitializeAsync(CancellationToken.None);
        await using var connection = await database.OpenWriteAsync(CancellationToken.None);
        var peer = new EfSameRows();
        foreach (var batch in batches)
        {
            using (usage.Measure())
            {
                await using var context = AuditDatabase.CreateContext(connection);
                context.ChangeTracker.AutoDetectChangesEnabled = false;
                await peer.AddAsync(context, batch);
                await context.SaveChangesAsync();
            }
        }
    }

    /// <summary>Compares the rows of two files, but for the moment of storing, the flag that a look-up gives, and the order of numbers given to texts.</summary>
    /// <returns>How many rows each holds.</returns>
    /// <exception cref="InvalidOperationException">They differ: the comparison would not be fair.</exception>
    public static long Compare(string path, string otherPath)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"ATTACH '{otherPath.Replace("'", "''", StringComparison.Ordinal)}' AS other"));
        foreach (var rows in new[]
        {
            """
            SELECT e.id, e.time, e.kind, e.code, v.text, u.text, n.text, o.text, r.text, a.text, g.text, t.text, i.text, c.text, s.text, p.text, l.text, d.text, q.name, e.is_from_files,
                e.ingestion_time, e.query_bits, e.identity
            FROM {0}.event e JOIN {0}.query q ON q.id = e.stack_query_id LEFT JOIN {0}.word v ON v.id = e.verb_id LEFT JOIN {0}.user_name u ON u.id = e.user_id
                LEFT JOIN {0}.namespace n ON n.id = e.namespace_id LEFT JOIN {0}.object_name o ON o.id = e.name_id LEFT JOIN {0}.resource r ON r.id = e.resource_id
                LEFT JOIN {0}.address a ON a.id = e.address_id LEFT JOIN {0}.word g ON g.id = e.api_group_id LEFT JOIN {0}.user_agent t ON t.id = e.user_agent_id
                LEFT JOIN {0}.uri i ON i.id = e.uri_id LEFT JOIN {0}.audit_id c ON c.id = e.audit_id_id LEFT JOIN {0}.word s ON s.id = e.stage_id
                LEFT JOIN {0}.user_name p ON p.id = e.impersonated_user_id LEFT JOIN {0}.address l ON l.id = e.address_list_id LEFT JOIN {0}.word d ON d.id = e.decision_id
            """,
            "SELECT * FROM {0}.event_body",
            "SELECT m.event_id, q.name, m.cluster_id, m.time FROM {0}.event_match m JOIN {0}.query q ON q.id = m.query_id",
            "SELECT m.cluster_id, q.name, m.minute, m.n FROM {0}.minute_count m JOIN {0}.query q ON q.id = m.query_id",
            "SELECT m.cluster_id, q.name, m.minute, m.n FROM {0}.minute_stack m JOIN {0}.query q ON q.id = m.query_id",
        })
        {
            var (own, other) = (rows.Replace("{0}", "main", StringComparison.Ordinal), rows.Replace("{0}", "other", StringComparison.Ordinal));
            if (Number(connection, $"SELECT count(*) FROM (SELECT * FROM ({own}) EXCEPT SELECT * FROM ({other}))") != 0)
            {
                throw new InvalidOperationException("EF Core wrote other rows: " + rows);
            }
        }

        return Tables.Sum(table =>
        {
            var count = Number(connection, $"SELECT count(*) FROM main.{table}");
            return Number(connection, $"SELECT count(*) FROM other.{table}") == count ? count : throw new InvalidOperationException($"EF Core wrote other rows into {table}.");
        });
    }

    private async Task AddAsync(AuditDbContext context, IngestBatch batch)
    {
        var rows = new List<object>(batch.Events.Count * 6);
        if (_queries.Count == 0)
        {
            rows.Add(new ClusterEntity { Id = 1, Name = batch.Cluster, Source = "Import" });
            foreach (var (name, rank) in batch.StackRanks)
            {
                _queries[name] = _queries.Count + 1;
                rows.Add(new QueryEntity { Id = _queries[name], Name = name, StackRank = rank });
            }
        }

        var (counts, stack) = (new Dictionary<(long Query, long Minute), long>(), new Dictionary<(long Query, long Minute), long>());
        foreach (var prepared in batch.Events.AsParallel().AsOrdered().Select(PreparedEvent.From).ToList())
        {
            var row = Event(prepared, rows);
            rows.Add(row);
            rows.Add(new EventBodyEntity { EventId = row.Id, Encoding = (int)prepared.BodyEncoding, Length = prepared.Source.Event.Json.Length, Content = prepared.Body });
            foreach (var query in prepared.Source.QueryIds)
            {
                rows.Add(new EventMatchEntity { EventId = row.Id, QueryId = _queries[query], ClusterId = 1, Time = row.Time });
            }

            if (row.Time is { } time)
            {
                var minute = MinuteBins.MinuteOf(time);
                foreach (var query in prepared.Source.QueryIds)
                {
                    counts[(_queries[query], minute)] = counts.GetValueOrDefault((_queries[query], minute)) + 1;
                }

                stack[(row.StackQueryId, minute)] = stack.GetValueOrDefault((row.StackQueryId, minute)) + 1;
            }
        }

        await AddBinsAsync(context, counts, rows, (query, minute, n) => new MinuteCountEntity { ClusterId = 1, QueryId = query, Minute = minute, N = n }, b => (b.QueryId, b.Minute), (b, n) => b.N += n);
        await AddBinsAsync(context, stack, rows, (query, minute, n) => new MinuteStackEntity { ClusterId = 1, QueryId = query, Minute = minute, N = n }, b => (b.QueryId, b.Minute), (b, n) => b.N += n);
        context.AddRange(rows);
    }

    /// <summary>Adds to the bins that are there, which one query finds, and makes the others.</summary>
    private static async Task AddBinsAsync<T>(
        AuditDbContext context, Dictionary<(long Query, long Minute), long> bins, List<object> rows, Func<long, long, long, T> make, Func<T, (long, long)> key, Action<T, long> add)
        where T : class
    {
        if (bins.Count == 0)
        {
            return;
        }

        var (from, to) = (bins.Keys.Min(k => k.Minute), bins.Keys.Max(k => k.Minute));
        var stored = await context.Set<T>().AsTracking().Where(b => EF.Property<long>(b, "Minute") >= from && EF.Property<long>(b, "Minute") <= to).ToListAsync();
        var known = stored.ToDictionary(key);
        foreach (var ((query, minute), n) in bins)
        {
            if (known.TryGetValue((query, minute), out var bin))
            {
                add(bin, n);
                context.Entry(bin).State = EntityState.Modified;
            }
            else
            {
                rows.Add(make(query, minute, n));
            }
        }
    }

    private EventEntity Event(PreparedEvent prepared, List<object> rows)
    {
        var audit = prepared.Source.Event.Audit;
        var queries = prepared.Source.QueryIds.Select(q => _queries[q]).ToList();
        return new EventEntity
        {
            Id = ++_lastEvent,
            ClusterId = 1,
            Time = prepared.TimeMicros,
            Kind = (int)prepared.Kind,
            Code = audit.Code,
            VerbId = Text(audit.Verb, rows, static (id, text) => new WordEntity { Id = id, Text = text }),
            UserId = Text(audit.User.Username, rows, static (id, text) => new UserNameEntity { Id = id, Text = text }),
            NamespaceId = Text(audit.ObjectRef?.Namespace, rows, static (id, text) => new NamespaceEntity { Id = id, Text = text }),
            NameId = Text(audit.ObjectRef?.Name, rows, static (id, text) => new ObjectNameEntity { Id = id, Text = text }),
            ResourceId = Resource(audit.ObjectRef, rows),
            AddressId = Text(prepared.FirstAddress, rows, static (id, text) => new AddressEntity { Id = id, Text = text }),
            ApiGroupId = Text(audit.ObjectRef?.ApiGroup, rows, static (id, text) => new WordEntity { Id = id, Text = text }),
            UserAgentId = Text(audit.UserAgent, rows, static (id, text) => new UserAgentEntity { Id = id, Text = text }),
            UriId = Text(audit.RequestUri, rows, static (id, text) => new UriEntity { Id = id, Text = text }),
            AuditIdId = Text(audit.AuditId, rows, static (id, text) => new AuditIdEntity { Id = id, Text = text }),
            StageId = Text(audit.Stage, rows, static (id, text) => new WordEntity { Id = id, Text = text }),
            ImpersonatedUserId = Text(audit.ImpersonatedUser?.Username, rows, static (id, text) => new UserNameEntity { Id = id, Text = text }),
            AddressListId = Text(prepared.AddressList, rows, static (id, text) => new AddressEntity { Id = id, Text = text }),
            DecisionId = Text(audit.Decision, rows, static (id, text) => new WordEntity { Id = id, Text = text }),
            StackQueryId = queries[0],
            Flags = (int)audit.Flags,
            IsFromFiles = prepared.Source.FromFiles,
            FirstSeen = 0,
            IngestionTime = prepared.Source.IngestionTimeMicros,
            QueryBits = QueryBits.Of(queries),
            Identity = prepared.Identity,
        };
    }

    private long? Text<T>(string? text, List<object> rows, Func<long, string, T> make)
        where T : Dimension
    {
        if (StorableText.From(text) is not { } stored)
        {
            return null;
        }

        if (!_texts.TryGetValue((typeof(T), stored), out var id))
        {
            _texts[(typeof(T), stored)] = _lastIds[typeof(T)] = id = _lastIds.GetValueOrDefault(typeof(T)) + 1;
            rows.Add(make(id, stored));
        }

        return id;
    }

    private long? Resource(AuditObjectRef? target, List<object> rows)
    {
        var (resource, subresource) = (StorableText.From(target?.Resource) ?? "", StorableText.From(target?.Subresource) ?? "");
        if (resource.Length + subresource.Length == 0)
        {
            return null;
        }

        if (!_resources.TryGetValue((resource, subresource), out var id))
        {
            _resources[(resource, subresource)] = id = _resources.Count + 1;
            rows.Add(new ResourceEntity { Id = id, Text = subresource.Length == 0 ? resource : $"{resource}/{subresource}", Resource = resource, Subresource = subresource });
        }

        return id;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long n ? n : 0;
    }
}
