using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Tests.Events;
using AuditDashboard.Storage.Tests.Support;

[assembly: AssemblyFixture(typeof(EventWorld))]

namespace AuditDashboard.Storage.Tests.Events;

/// <summary>A database of random events with hostile texts, ties and undated ones, and the oracle of the same events. Made once; tests only read it.</summary>
public sealed class EventWorld : IAsyncLifetime
{
    public static readonly string[] Clusters = ["prod", "staging", "l%b_\\"];
    public static readonly string[] Queries = ["aws-auth", "roles", "rolebindings", "secrets", "denied"];
    public static readonly string[] Users = ["alice", "Alice", "system:anonymous", "a%b_c\\d", "нина", "x\0y", "u\ud800", "'; DROP TABLE event; --", "=cmd", "𝒜"];
    public static readonly string[] Names = ["viewer", "aws-auth", "%", "_", "\\", "na\"me", "view%", "", "VIEWER", "ﬁ"];
    public static readonly string[] Namespaces = ["kube-system", "shop", "shop%", "…"];
    public static readonly string[] Ips = ["10.0.0.1", "10.0.0.2", "fe80::1", "not an address"];
    public static readonly string[] Resources = ["roles", "rolebindings", "configmaps", "pods", "pods/exec", "secrets"];

    private readonly List<OracleEvent> _events = [];
    private TestDatabase? _database;

    public TestDatabase Database => _database ?? throw new InvalidOperationException("not initialized");

    public EventOracle Oracle => new(_events);

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        var random = new Random(20261123);
        var ranks = Queries.Select((q, i) => (q, i)).ToDictionary(x => x.q, x => x.i);
        for (var batch = 0; batch < 12; batch++)
        {
            var cluster = Clusters[batch % Clusters.Length];
            var events = Enumerable.Range(0, 50).Select(i => Make(random, $"{batch}-{i}")).ToList();
            _events.AddRange(events.Select((e, i) => new OracleEvent((batch * 50) + i + 1, cluster, e)));
            await _database.Ingest.CommitAsync(
                TestDatabase.Batch(events) with { Cluster = cluster, StackRanks = ranks }, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _database?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static IngestEvent Make(Random random, string content)
    {
        string? Maybe(string[] values) => random.Next(6) == 0 ? null : values[random.Next(values.Length)];
        var resource = Maybe(Resources);
        var audit = new AuditEvent
        {
            AuditId = random.Next(8) == 0 ? null : $"audit-{random.Next(120)}",
            Stage = Maybe(["ResponseComplete", "ResponseStarted", "Panic"]),
            Verb = Maybe(["create", "update", "delete", "get", "list"]),
            RequestUri = Maybe(["/api/v1/secrets", "/api/v1/secrets?x=%2e_%", "/apis/Rbac/\\", "/"]),
            User = AuditUser.None with { Username = Maybe(Users) },
            ImpersonatedUser = random.Next(4) == 0 ? AuditUser.None with { Username = Maybe(Users) } : null,
            SourceIps = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Ips[random.Next(Ips.Length)])],
            UserAgent = Maybe(["kubectl/v1", "curl", "\0"]),
            ObjectRef = random.Next(10) == 0 ? null : new AuditObjectRef(
                resource?.Split('/')[0], resource?.Contains('/', StringComparison.Ordinal) == true ? "exec" : null, Maybe(Namespaces), Maybe(Names), null,
                Maybe(["rbac.authorization.k8s.io", "rbac.authorization.k8s.io", "example.com", ""]), "v1", null),
            Code = random.Next(7) == 0 ? null : new[] { 200, 201, 401, 403, 404, 409, 500 }[random.Next(7)],
            Annotations = ((content[^1] - '0') % 3) switch { 0 => Decided("allow"), 1 => Decided("forbid"), _ => Decided(null) },
        };

        // Few instants, some on minute borders and one before 1970, so that ties and edges are common.
        long? time = random.Next(12) == 0 ? null
            : random.Next(30) == 0 ? -random.Next(3) * 30_000_000L
            : TestEvents.T0 + (random.Next(40) * 20_000_000L) + (random.Next(4) == 0 ? -1 : 0);
        var queries = Queries.Where(_ => random.Next(3) == 0).ToList();
        return new IngestEvent(TestEvents.Event(audit, content, time, isUndated: time is null), queries.Count == 0 ? ["denied"] : queries, FromFiles: false);
    }

    private static Dictionary<string, string> Decided(string? decision) =>
        decision is null ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { ["authorization.k8s.io/decision"] = decision };
}
