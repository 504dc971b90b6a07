using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AuditDashboard.Actors;
using AuditDashboard.Api;
using AuditDashboard.AwsAuth;
using AuditDashboard.Collection;
using AuditDashboard.Events;
using AuditDashboard.Explore;
using AuditDashboard.Harvest.Asking;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.Jobs;
using AuditDashboard.Harvest.LookBacks;
using AuditDashboard.Harvest.Planning;
using AuditDashboard.Harvest.Retention;
using AuditDashboard.Investigation;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.Ledger;
using AuditDashboard.LogsInsights;
using AuditDashboard.Overview;
using AuditDashboard.Queries;
using AuditDashboard.Queue;
using AuditDashboard.Reviews;
using AuditDashboard.Shared.EventList;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Sharing;
using AuditDashboard.Shell;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Leases;
using AuditDashboard.Storage.Retention;
using AuditDashboard.Tests.Shell;
using AuditDashboard.Tests.SignIn;
using AuditDashboard.Used;
using Bunit;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace AuditDashboard.Tests.EventList;

/// <summary>Pages on a real SQLite file that is filled as harvest fills it: records told apart by the engine, redacted, committed by the one ingest path.</summary>
public abstract class PageTestContext : BunitContext, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audit-pages-").FullName;
    private int _serial;

    protected PageTestContext()
    {
        DefaultWaitTimeout = TimeSpan.FromSeconds(90);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddLogging();
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddScoped<BrowserShell>();
        Services.AddScoped<BrowserDownload>();
        Services.AddAuditStorage(new StorageOptions { Path = "audit.db" }, _folder);
        Services.AddSingleton(QueryCatalog.BuiltIn);
        Services.AddSingleton(Harvest);
        Services.AddSingleton(new ClusterRegistry([new ConfiguredCluster(new ClusterOptions { Name = "demo", Source = "Demo" }, new SilentSource(), "* * * * *")]));
        Services.AddSingleton<ReadingDelays>();
        Services.AddSingleton<ScanBudgets>();
        Services.AddSingleton<HarvestTimetable>();
        Services.AddSingleton<ScopeCoverageReader>();
        Services.AddTestPerson();
        Services.AddEventLists();
        Services.AddEventPage();
        Services.AddAwsAuth();
        Services.AddInvestigation();
        Services.AddActors();
        Services.AddSingleton(new QueueOptions());
        Services.AddQueue();
        Services.AddUsed();
        Services.AddLedger();
        Services.AddOverview();
        Services.AddCollection();
        Services.AddSingleton<ApiCoverage>();
        Services.AddSharing();
        Services.AddReviews();
        Services.AddQueriesPage();
        Services.AddSingleton<JobStorage>(Jobs); // not AddHangfire: it keeps the first test's loggers for the whole process
        Services.AddSingleton<IBackgroundJobClient>(new BackgroundJobClient(Jobs));
        Services.AddSingleton<IRecurringJobManager>(new RecurringJobManager(Jobs));
        Services.AddSingleton<HarvestSchedule>();
        Services.AddSingleton(new RetentionOptions());
        Services.AddSingleton<LookBackPlanner>();
        Services.AddSingleton<LogGroupDesk>();
        Services.AddSingleton(new ExploreOptions());
        Services.AddSingleton<LookBackDesk>();
    }

    /// <summary>23 Nov 2026 14:06:00 UTC, and stands still.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 14, 6, 0, TimeSpan.Zero));

    /// <summary>Where jobs are put; no server takes them.</summary>
    protected InMemoryStorage Jobs { get; } = new();

    /// <summary>Harvest's settings: the cluster "demo" is due every minute once <see cref="HarvestOptions.IsScheduled"/> is true; here it is false at first.</summary>
    protected HarvestOptions Harvest { get; } = new() { IsScheduled = false };

    protected static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    public async ValueTask InitializeAsync()
    {
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        await Services.GetRequiredService<AuditDatabase>().InitializeAsync(Token);
        await Services.GetRequiredService<ClusterStore>().RegisterAsync("demo", "Demo", Clock.GetUtcNow().AddDays(-7), Token);
    }

    /// <summary>Stores records, each under every canned query that selects it.</summary>
    protected async Task StoreAsync(params IReadOnlyList<string> records)
    {
        var redactor = new Redactor(new byte[32]);
        var events = new List<IngestEvent>();
        foreach (var record in records)
        {
            ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(record);
            if (AuditEventReader.Read(bytes.Span) is not AuditReadResult.Readable(var audit))
            {
                throw new InvalidOperationException("The record is no audit event: " + record);
            }

            var line = new LogRecord { Message = bytes, TimestampMicros = audit.TimeMicros };
            var queries = QueryCatalog.BuiltIn.Queries.OrderBy(q => q.StackRank).Where(q => q.Selection.Matches(line)).Select(q => q.Id).ToList();
            Assert.NotEmpty(queries);
            events.Add(new IngestEvent(redactor.Redact(RecordIdentity.Compute("demo", bytes.Span), audit, bytes.Span, null), queries, FromFiles: false));
        }

        await Services.GetRequiredService<EventIngest>().CommitAsync(new IngestBatch { Cluster = "demo", RunId = 0, Lease = null, Events = events }, Token);
    }

    /// <summary>Forgets a cluster as another process would.</summary>
    protected async Task ForgetAsync(string cluster)
    {
        using var database = new AuditDatabase(Services.GetRequiredService<AuditDatabase>().Path, TimeSpan.FromSeconds(30));
        var lease = await new LeaseStore(database, Clock).TryAcquireAsync(cluster, TimeSpan.FromMinutes(2), Token) ?? throw new InvalidOperationException("The lease is not free.");
        var store = new ForgetStore(database, CrashPoints.None, Clock);
        await store.BeginAsync(lease, "ann", Token);
        while (await store.RemoveSliceAsync(lease, Token) > 0)
        {
        }

        await store.RemoveTextsAsync(lease, Token);
        await store.EndAsync(lease, "ann", 0, Token);
    }

    /// <summary>Makes what a cluster has from before a day expire, as another process would.</summary>
    protected async Task ExpireAsync(string cluster, DateTimeOffset horizon)
    {
        using var database = new AuditDatabase(Services.GetRequiredService<AuditDatabase>().Path, TimeSpan.FromSeconds(30));
        var lease = await new LeaseStore(database, Clock).TryAcquireAsync(cluster, TimeSpan.FromMinutes(2), Token) ?? throw new InvalidOperationException("The lease is not free.");
        var store = new ExpiryStore(database, CrashPoints.None, Clock);
        Assert.Equal(horizon, await store.MarkAsync(lease, horizon, "ann", Token));
        while ((await store.RemoveSliceAsync(lease, horizon, null, Token)).Removed > 0)
        {
        }

        await store.RemoveTextsAsync(lease, Token);
    }

    /// <summary>Says that a window was collected for every canned query.</summary>
    protected Task CollectAsync(TimeSpan from, TimeSpan to)
    {
        var window = TimeWindow.Between(Clock.GetUtcNow() + from, Clock.GetUtcNow() + to);
        var gains = QueryCatalog.BuiltIn.Queries
            .Select(q => new CoverageGain(q.Id, q.SelectionHash, window, CoverageHow.Live, 0, 0, IsSettled: true)).ToList();
        return Services.GetRequiredService<EventIngest>().CommitAsync(new IngestBatch { Cluster = "demo", RunId = 0, Lease = null, Coverage = gains }, Token);
    }

    /// <summary>A record of an audit event so many minutes before now.</summary>
    protected string Record(
        double minutesAgo, string verb, string resource, string name, string user = "jane", int code = 200, string? ns = "web", string group = "rbac.authorization.k8s.io",
        string ip = "192.0.2.7", string decision = "allow", string? extra = null, string stage = "ResponseComplete", string? auditId = null, bool isUndated = false)
    {
        var time = Clock.GetUtcNow().AddMinutes(-minutesAgo).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        var scope = ns is null ? "" : $"\"namespace\":{Text(ns)},";
        return $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":{{Text(auditId ?? $"id-{++_serial}")}},"stage":"{{stage}}","requestURI":{{Text($"/apis/{group}/v1/{resource}/{name}")}},"verb":{{Text(verb)}},"user":{"username":{{Text(user)}},"groups":["system:authenticated"]},"sourceIPs":[{{Text(ip)}}],"userAgent":"kubectl/v1.31.0 (linux/amd64)","objectRef":{"resource":{{Text(resource)}},{{scope}}"name":{{Text(name)}},"apiGroup":{{Text(group)}},"apiVersion":"v1"},"responseStatus":{"code":{{code}}},{{extra}}{{(isUndated ? "" : $"\"requestReceivedTimestamp\":\"{time}\",\"stageTimestamp\":\"{time}\",")}}"annotations":{"authorization.k8s.io/decision":"{{decision}}","authorization.k8s.io/reason":"RBAC: because"{{"}}"}}""";
    }

    protected static string Text(string value) => System.Text.Json.JsonSerializer.Serialize(value);

    /// <summary>Goes to a URL and renders the page that is there.</summary>
    protected IRenderedComponent<TPage> Open<TPage>(string url)
        where TPage : IComponent
    {
        Navigation.NavigateTo(url);
        return Render<TPage>();
    }

    /// <summary>Follows a link as a browser would.</summary>
    protected void Follow(IElement link) => Navigation.NavigateTo(link.GetAttribute("href") ?? throw new InvalidOperationException("no link"));

    /// <summary>The number in a heading such as "1 234 changes".</summary>
    protected static long NumberIn(string text) => long.Parse(string.Concat(text.TakeWhile(c => char.IsDigit(c) || c == '\u202F').Where(char.IsDigit)), CultureInfo.InvariantCulture);

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        Jobs.Dispose();
        await UsedFolder.DeleteAsync(_folder);
    }
}
