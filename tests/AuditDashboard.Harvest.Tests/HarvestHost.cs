using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Harvest.Import;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AuditDashboard.Harvest.Tests;

/// <summary>The real services over a real SQLite file, as one process would have them. Two hosts over one folder are two processes, nearly.</summary>
internal sealed class HarvestHost : IAsyncDisposable
{
    /// <summary>A moment in the middle of a UTC day.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private HarvestHost(ServiceProvider provider, FakeTimeProvider clock)
    {
        Provider = provider;
        Clock = clock;
    }

    public ServiceProvider Provider { get; }

    public FakeTimeProvider Clock { get; }

    public HarvestRunner Harvest => Provider.GetRequiredService<HarvestRunner>();

    public ImportRunner Import => Provider.GetRequiredService<ImportRunner>();

    public RunStore Runs => Provider.GetRequiredService<RunStore>();

    public LeaseStore Leases => Provider.GetRequiredService<LeaseStore>();

    public CoverageReader Coverage => Provider.GetRequiredService<CoverageReader>();

    public ClusterStore Clusters => Provider.GetRequiredService<ClusterStore>();

    public AuditDatabase Database => Provider.GetRequiredService<AuditDatabase>();

    public static async Task<HarvestHost> StartAsync(
        TempFolder folder, HarvestOptions? options = null, IReadOnlyList<ClusterOptions>? clusters = null, IReadOnlyList<(string Name, ILogSource Source)>? sources = null,
        DateTimeOffset? now = null, QueryCatalog? catalog = null, Func<EventIngest, CommitBatch>? commit = null, Action<IServiceCollection>? configure = null)
    {
        var clock = new FakeTimeProvider(now ?? Noon);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(catalog ?? QueryCatalog.BuiltIn);
        services.AddAuditStorage(new StorageOptions { Path = folder["audit.db"] }, folder.Path);
        if (sources is not null)
        {
            services.AddSingleton(new ClusterRegistry(
            [
                .. sources.Select(s => new ConfiguredCluster(new ClusterOptions { Name = s.Name, Source = s.Source.Kind }, s.Source, "*/5 * * * * *")),
            ]));
        }

        if (commit is not null)
        {
            services.AddSingleton(p => commit(p.GetRequiredService<EventIngest>()));
        }

        services.AddHarvest(options ?? new HarvestOptions { Backfill = TimeSpan.FromHours(3) }, clusters ?? [], folder.Path);
        configure?.Invoke(services);
        var host = new HarvestHost(services.BuildServiceProvider(), clock);
        await host.Database.InitializeAsync(TestContext.Current.CancellationToken);
        return host;
    }

    public Task<HarvestSummary> RunAsync(string cluster = "demo", TimeWindow? only = null) =>
        Harvest.RunAsync(cluster, RunTrigger.CommandLine, only, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Provider.DisposeAsync();
}
