using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.LocalCloudWatch.Journal;
using AuditDashboard.LocalCloudWatch.Logs;
using AuditDashboard.LocalCloudWatch.Operations;
using AuditDashboard.LocalCloudWatch.Protocol;
using AuditDashboard.LocalCloudWatch.Queries;
using AuditDashboard.LocalCloudWatch.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.LocalCloudWatch;

/// <summary>CloudWatch Logs on this machine: the real protocol over HTTP, queries by the embedded engine, and faults on demand.</summary>
public sealed class LocalServer : IAsyncDisposable
{
    private readonly IHost _host;

    private LocalServer(IHost host, LocalServerOptions options, LogStore logs, FaultScript faults, CallJournal journal)
    {
        _host = host;
        Options = options;
        Logs = logs;
        Faults = faults;
        Journal = journal;
        Url = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(); // it listens
    }

    /// <summary>Where it listens.</summary>
    public string Url { get; }

    /// <summary>The same by name, for whoever skews its clock: AWS's client keeps a clock's difference by address as long as the process lives, and another server may get this one's port.</summary>
    public string UrlByName => Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>How it behaves.</summary>
    public LocalServerOptions Options { get; }

    /// <summary>Its log groups.</summary>
    public LogStore Logs { get; }

    /// <summary>What goes wrong.</summary>
    public FaultScript Faults { get; }

    /// <summary>What it was asked.</summary>
    public CallJournal Journal { get; }

    /// <summary>Starts a server.</summary>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<LocalServer> StartAsync(LocalServerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var logs = new LogStore(options.Clock);
        var faults = new FaultScript();
        var journal = new CallJournal();
        var desk = new QueryDesk(logs, options);
        var handler = new CallHandler(Operations(logs, desk, options), faults, journal, new CallRates(options), new TokenDesk(options), () => desk.ActiveQueries, options);

        // Not a WebApplication: that one would read the settings of whatever folder it is started in.
        var host = new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureWebHost(web => web
                .UseKestrel(kestrel =>
                {
                    kestrel.AddServerHeader = false;
                    kestrel.Limits.MaxRequestBodySize = 16 * 1024 * 1024;
                })
                .UseUrls(options.Url)
                .Configure(app => app.Run(handler.HandleAsync)))
            .Build();
        await host.StartAsync(cancellationToken);
        return new LocalServer(host, options, logs, faults, journal);
    }

    /// <summary>Runs until the token is cancelled.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _host.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (var now = new CancellationTokenSource())
        {
            // Calls that are never answered would hold a graceful stop up.
            await now.CancelAsync();
            await _host.StopAsync(now.Token);
        }

        _host.Dispose();
        Journal.Dispose();
    }

    private static Dictionary<string, Operation> Operations(LogStore logs, QueryDesk desk, LocalServerOptions options)
    {
        var queries = new QueryOperations(desk, options);
        var groups = new GroupOperations(logs, options);
        var events = new EventOperations(groups, logs, options);
        var definitions = new DefinitionOperations(logs);
        return new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["StartQuery"] = queries.StartAsync,
            ["GetQueryResults"] = queries.GetResultsAsync,
            ["StopQuery"] = queries.StopAsync,
            ["DescribeQueries"] = queries.DescribeAsync,
            ["DescribeLogGroups"] = groups.DescribeGroupsAsync,
            ["DescribeLogStreams"] = groups.DescribeStreamsAsync,
            ["CreateLogGroup"] = groups.CreateGroupAsync,
            ["CreateLogStream"] = groups.CreateStreamAsync,
            ["FilterLogEvents"] = events.FilterAsync,
            ["GetLogEvents"] = events.GetAsync,
            ["GetLogRecord"] = events.GetRecordAsync,
            ["PutLogEvents"] = events.PutAsync,
            ["PutQueryDefinition"] = definitions.PutAsync,
            ["DescribeQueryDefinitions"] = definitions.DescribeAsync,
            ["DeleteQueryDefinition"] = definitions.DeleteAsync,
        };
    }
}
