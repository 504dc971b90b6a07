using System.Text;
using Amazon.Runtime;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.LocalCloudWatch;
using AuditDashboard.LocalCloudWatch.Queries;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AuditDashboard.Harvest.Tests.Sources.CloudWatch;

/// <summary>A local CloudWatch Logs server whose queries are complete at once, and sources that read its log group.</summary>
internal sealed class LogGroupScene : IAsyncDisposable
{
    public const string Group = "/aws/eks/lab/cluster";
    public const string Stream = "kube-apiserver-audit-1";

    private readonly QueryQueues _queues;

    private LogGroupScene(LocalServer server, FakeTimeProvider clock, TimeProvider waits)
    {
        Server = server;
        _queues = new QueryQueues(waits, new CloudWatchOptions());
        Clock = clock;
        server.Logs.GetOrAdd(Group).TryAddStream(Stream, 0);
    }

    public LocalServer Server { get; }

    public FakeTimeProvider Clock { get; }

    public static async Task<LogGroupScene> StartAsync(Action<LocalServerOptions>? change = null, bool isPaced = false, TimeProvider? waits = null)
    {
        // A clock that stands still fills no bucket of calls: whoever tries the server's pace and limits needs one that goes.
        var clock = new FakeTimeProvider(HarvestHost.Noon);
        var options = new LocalServerOptions { Clock = isPaced ? TimeProvider.System : clock };
        if (!isPaced)
        {
            options.Pace = _ => QueryPace.AtOnce;
            options.CallsPerSecond.Clear();
        }

        change?.Invoke(options);
        return new LogGroupScene(await LocalServer.StartAsync(options, TestContext.Current.CancellationToken), clock, isPaced ? TimeProvider.System : waits ?? new HastyClock());
    }

    /// <summary>A source that never delivers late, and whose few events are believed to be all that happened.</summary>
    public CloudWatchLogSource Source(int rowLimit = 100_000, string group = Group, Func<CloudWatchSourceOptions, CloudWatchSourceOptions>? change = null, string? url = null)
    {
        var options = new CloudWatchSourceOptions
        {
            LogGroup = group,
            Region = "eu-west-1",
            RowLimit = rowLimit,
            DeliveryDelay = TimeSpan.Zero,
            MaxSilence = null,
            Credentials = new BasicAWSCredentials("test", "test"),
            SecurityTokenUrl = Server.Url,
        };
        options = change?.Invoke(options) ?? options;
        return new CloudWatchLogSource(
            options, _queues.Of(options), Clock, () => CloudWatchClients.Create(options, url ?? Server.Url));
    }

    public void Put(DateTimeOffset time, byte[] message, string stream = Stream, string group = Group) =>
        Server.Logs.Add(group, stream, time.ToUnixTimeMilliseconds(), message, visibleAtMs: 0);

    /// <summary>An anonymous request that was refused: <c>anonymous</c> and <c>denied</c> select it.</summary>
    public void PutProbe(DateTimeOffset time, string id) => Put(
        time,
        Encoding.UTF8.GetBytes(
            $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"{{id}}","stage":"ResponseComplete","requestURI":"/api/v1/pods","verb":"list","user":{"username":"system:anonymous","groups":["system:unauthenticated"]},"objectRef":{"resource":"pods"},"responseStatus": {"code":403} }"""));

    /// <summary>Reads a window for the whole catalog.</summary>
    public static async Task<List<InputRecord>> ScanAsync(CloudWatchLogSource source, DateTimeOffset from, DateTimeOffset to, ScanReport? report = null)
    {
        var records = new List<InputRecord>();
        await foreach (var record in source.ScanAsync(
            TimeWindow.Between(from, to), new MergedScan(QueryCatalog.BuiltIn.Queries), report ?? new ScanReport(), TestContext.Current.CancellationToken))
        {
            records.Add(record);
        }

        return records;
    }

    public async ValueTask DisposeAsync()
    {
        _queues.Dispose();
        await Server.DisposeAsync();
    }
}
