using System.Text;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using AuditDashboard.LocalCloudWatch;
using AuditDashboard.LocalCloudWatch.Queries;
using Microsoft.Extensions.Time.Testing;

namespace AuditDashboard.CloudWatchLogs.Tests.LocalServers;

/// <summary>A local server with a clock that stands still, queries that are complete at once, and a client that does not repeat calls.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public const string Group = "/aws/eks/demo/cluster";
    public const string Stream = "kube-apiserver-audit-1";

    private Scene(LocalServer server, FakeTimeProvider clock)
    {
        Server = server;
        Clock = clock;
        Client = NewClient();
    }

    public LocalServer Server { get; }

    public FakeTimeProvider Clock { get; }

    public AmazonCloudWatchLogsClient Client { get; }

    /// <summary>The server's second.</summary>
    public long Second => Clock.GetUtcNow().ToUnixTimeSeconds();

    public static async Task<Scene> StartAsync(Action<LocalServerOptions>? change = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()));
        var options = new LocalServerOptions { Clock = clock, Pace = _ => QueryPace.AtOnce };
        options.CallsPerSecond.Clear();
        change?.Invoke(options);
        return new Scene(await LocalServer.StartAsync(options, TestContext.Current.CancellationToken), clock);
    }

    public AmazonCloudWatchLogsClient NewClient(string key = "test", string secret = "test", int retries = 0, string? url = null) => new(
        new BasicAWSCredentials(key, secret),
        new AmazonCloudWatchLogsConfig { ServiceURL = url ?? Server.Url, AuthenticationRegion = "eu-west-1", MaxErrorRetry = retries, MaxStaleConnectionRetries = 0 });

    /// <summary>Writes an event past the protocol.</summary>
    public void Put(long timestampMs, string message, long? visibleAtMs = null) =>
        Server.Logs.Add(Group, Stream, timestampMs, Encoding.UTF8.GetBytes(message), visibleAtMs);

    public async Task<string> StartQueryAsync(string text, long from, long to, int? limit = null) => (await Client.StartQueryAsync(
        new StartQueryRequest { LogGroupName = Group, StartTime = from, EndTime = to, QueryString = text, Limit = limit },
        TestContext.Current.CancellationToken)).QueryId!;

    public Task<GetQueryResultsResponse> ResultsAsync(string id, string? token = null, int? max = null) => Client.GetQueryResultsAsync(
        new GetQueryResultsRequest { QueryId = id, NextToken = token, MaxItems = max }, TestContext.Current.CancellationToken);

    /// <summary>Runs a query and gives its first page.</summary>
    public async Task<GetQueryResultsResponse> QueryAsync(string text, long from, long to, int? limit = null) =>
        await ResultsAsync(await StartQueryAsync(text, from, to, limit));

    /// <summary>The values of a column.</summary>
    public static IEnumerable<string?> Column(GetQueryResultsResponse answer, string field) =>
        answer.Results!.Select(row => row.Find(cell => cell.Field == field)?.Value);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
