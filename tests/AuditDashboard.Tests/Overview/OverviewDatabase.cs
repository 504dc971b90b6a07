using System.Globalization;
using System.Text;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Planning;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.LogsInsights;
using AuditDashboard.Overview;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Runs;
using AuditDashboard.Tests.Shell;
using Microsoft.Extensions.Time.Testing;

namespace AuditDashboard.Tests.Overview;

/// <summary>A real SQLite file that is filled the way a harvest does it: read, told apart by the catalog, redacted, committed.</summary>
public sealed class OverviewDatabase : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audit-overview-").FullName;

    private OverviewDatabase(FakeTimeProvider clock)
    {
        Clock = clock;
        Database = new AuditDatabase(Path.Combine(_folder, "audit.db"), TimeSpan.FromSeconds(30));
        Events = new EventReader(Database);
        Bins = new BinReader(Database);
        Clusters = new ClusterStore(Database);
        Runs = new RunStore(Database, clock);
        var coverage = new CoverageReader(Database, clock);
        ScopeCoverage = new ScopeCoverageReader(coverage, Clusters, QueryCatalog.BuiltIn, new HarvestTimetable(new ClusterRegistry([]), new ReadingDelays(new ClusterRegistry([]), new HarvestOptions()), new HarvestOptions()), clock);
        Reader = new OverviewReader(QueryCatalog.BuiltIn, Events, Bins, ScopeCoverage, Clusters, Runs);
    }

    public FakeTimeProvider Clock { get; }

    public AuditDatabase Database { get; }

    public EventReader Events { get; }

    public BinReader Bins { get; }

    public ClusterStore Clusters { get; }

    public RunStore Runs { get; }

    public ScopeCoverageReader ScopeCoverage { get; }

    public OverviewReader Reader { get; }

    public static async Task<OverviewDatabase> CreateAsync(FakeTimeProvider clock)
    {
        var database = new OverviewDatabase(clock);
        await database.Database.InitializeAsync(TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>Commits events, and coverage of all queries over a window if one is given.</summary>
    public async Task CommitAsync(string cluster, IEnumerable<TestEvent> events, TimeWindow? collected = null, DateTimeOffset? owedFrom = null)
    {
        var token = TestContext.Current.CancellationToken;
        await Clusters.RegisterAsync(cluster, "Demo", owedFrom, token);
        var redactor = new Redactor(new byte[32]);
        var scan = new MergedScan(QueryCatalog.BuiltIn.Queries);
        var batch = new List<IngestEvent>();
        foreach (var e in events)
        {
            var bytes = Encoding.UTF8.GetBytes(e.Json);
            var audit = Assert.IsType<AuditReadResult.Readable>(AuditEventReader.Read(bytes)).Event;
            var matched = scan.Matched(scan.Match(new LogRecord { Message = bytes, TimestampMicros = audit.TimeMicros }));
            batch.Add(new IngestEvent(
                redactor.Redact(RecordIdentity.Compute(cluster, bytes), audit, bytes, audit.TimeMicros),
                [.. matched.OrderBy(q => q.StackRank).Select(q => q.Id)], FromFiles: false));
        }

        await new EventIngest(Database, CrashPoints.None, Clock).CommitAsync(
            new IngestBatch
            {
                Cluster = cluster,
                RunId = 0,
                Lease = null,
                Events = [.. batch.Where(b => b.QueryIds.Count > 0)],
                Coverage = collected is not { } window ? [] :
                    [.. QueryCatalog.BuiltIn.Queries.Select(q => new CoverageGain(q.Id, q.SelectionHash, window, CoverageHow.Live, 0, 0, IsSettled: true))],
            },
            token);
    }

    public async ValueTask DisposeAsync()
    {
        Database.Dispose();
        await UsedFolder.DeleteAsync(_folder);
    }
}

/// <summary>One event, and the canned queries that it belongs to by a plain reading of their descriptions.</summary>
public sealed record TestEvent(DateTimeOffset Time, string Json, IReadOnlyList<string> QueryIds)
{
    private static int _serial;

    /// <summary>One event of any kind.</summary>
    public static TestEvent Random(Random random, DateTimeOffset from, DateTimeOffset to)
    {
        var time = from + ((to - from) * random.NextDouble());
        return random.Next(6) switch
        {
            0 => Of(time, "roles", "rbac.authorization.k8s.io", "shop", "viewer", "update", "alice", 200, "roles"),
            1 => Of(time, "clusterrolebindings", "rbac.authorization.k8s.io", null, "admins", "create", "bob", 403, "clusterrolebindings", "denied"),
            2 => Of(time, "configmaps", "", "kube-system", "aws-auth", "patch", "kubernetes-admin", 200, "aws-auth"),
            3 => Of(time, "secrets", "", "shop", "db", "get", "system:serviceaccount:shop:web", 403, "secrets-forbidden", "denied"),
            4 => Of(time, "pods", "", "shop", "web-1", "list", "system:anonymous", 403, "anonymous", "denied"),
            _ => Of(time, "nodes", "", null, "n1", "get", "carol", 401, "denied"),
        };
    }

    /// <summary>One event with these members, and the queries that select it.</summary>
    public static TestEvent Of(
        DateTimeOffset time, string resource, string group, string? ns, string name, string verb, string user, int code, params string[] queryIds)
    {
        var stamp = time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        var json = "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"Metadata\",\"auditID\":\"" + Interlocked.Increment(ref _serial)
            + "\",\"stage\":\"ResponseComplete\",\"requestURI\":\"/x\",\"verb\":\"" + verb + "\",\"user\":{\"username\":\"" + user
            + "\"},\"sourceIPs\":[\"10.0.0.1\"],\"objectRef\":{\"resource\":\"" + resource + "\",\"apiGroup\":\"" + group + "\",\"name\":\"" + name + "\""
            + (ns is null ? "" : ",\"namespace\":\"" + ns + "\"") + "},\"responseStatus\":{\"code\":" + code.ToString(CultureInfo.InvariantCulture)
            + "},\"requestReceivedTimestamp\":\"" + stamp + "\",\"stageTimestamp\":\"" + stamp + "\"}";
        return new TestEvent(DateTimeOffset.Parse(stamp, CultureInfo.InvariantCulture), json, queryIds);
    }
}
