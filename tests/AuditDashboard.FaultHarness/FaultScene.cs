using System.Globalization;
using AuditDashboard.KillHarness;
using AuditDashboard.LocalCloudWatch;
using AuditDashboard.LocalCloudWatch.Queries;

namespace AuditDashboard.FaultHarness;

/// <summary>A log group behind a local server, a database that schedulers fill from it, a clock that all of them share, and the judge of what becomes of it.</summary>
internal sealed class FaultScene : IAsyncDisposable
{
    public const string Cluster = "lab";
    public const string LogGroup = "/aws/eks/lab/cluster";

    /// <summary>Seconds that are waited in one of the machine's: polls and retries shrink with it.</summary>
    private const double Speed = 50;

    /// <summary>How much of the truth lies before the first start.</summary>
    private static readonly TimeSpan FirstHours = TimeSpan.FromHours(2);

    /// <summary>How far back the first start collects: further than the truth, however long a slow machine takes for it.</summary>
    private static readonly TimeSpan Backfill = TimeSpan.FromHours(5);

    /// <summary>The longest that a scheduler may take which nothing befalls. It is there for one that hangs: no machine is that slow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>What a query that never ends costs a process that is to be killed: three seconds of the machine's.</summary>
    private static readonly TimeSpan QueryDeadline = TimeSpan.FromMinutes(2.5);

    private readonly DirectoryInfo _folder;
    private readonly SceneSize _size;

    private FaultScene(DirectoryInfo folder, TruthSet truth, LocalServer server, SceneClock clock, SceneSize size)
    {
        _folder = folder;
        _size = size;
        Truth = truth;
        Server = server;
        Clock = clock;
        Checker = new DatabaseChecker(Database, Cluster, truth);
    }

    public TruthSet Truth { get; }

    public LocalServer Server { get; }

    public SceneClock Clock { get; }

    public DatabaseChecker Checker { get; }

    public string Database => Path.Combine(_folder.FullName, "audit.db");

    /// <summary>The latest that any process's clock can show, microseconds since 1970.</summary>
    public long NowMicros => (Clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;

    /// <summary>Starts one whose clock shows the end of the first hours of the truth.</summary>
    public static async Task<FaultScene> StartAsync(
        TruthSet truth, DateTimeOffset from, SceneSize size, EndReading reading, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("audit-faults-");
        var clock = SceneClock.Make(ClockOf(folder), from + FirstHours, Speed);
        var options = new LocalServerOptions { Clock = clock, EndReading = reading, PageRows = size.PageRows, MaxRows = size.MostRows };
        var server = await LocalServer.StartAsync(options, cancellationToken);
        foreach (var record in truth.Delivered)
        {
            server.Logs.Add(LogGroup, record.Stream, record.TimeMs, record.Message, record.VisibleAtMs);
        }

        return new FaultScene(folder, truth, server, clock, size);
    }

    /// <summary>What a process is started with.</summary>
    public IReadOnlyList<string> Arguments(string mutant, params string[] more) =>
    [
        "mode=cloudwatch", "db=" + Database, "url=" + Server.Url, "clock=" + ClockOf(_folder), "mutant=" + mutant,
        string.Create(CultureInfo.InvariantCulture, $"speed={Speed}"),
        string.Create(CultureInfo.InvariantCulture, $"backfill={Backfill.TotalMinutes}"),
        string.Create(CultureInfo.InvariantCulture, $"batch={_size.BatchEvents}"),
        string.Create(CultureInfo.InvariantCulture, $"rows={_size.RowLimit}"),
        string.Create(CultureInfo.InvariantCulture, $"timeout={_size.CallTimeout.TotalSeconds}"),
        string.Create(CultureInfo.InvariantCulture, $"deadline={QueryDeadline.TotalMinutes}"),
        string.Create(CultureInfo.InvariantCulture, $"lease={Lease.TotalMilliseconds}"),
        .. more,
    ];

    /// <summary>Lets a scheduler harvest in this process, with time for slow machines, until it has done its runs.</summary>
    /// <param name="mutant">The fault to put in; empty for none.</param>
    /// <param name="more">Further arguments: how many runs.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>None; one fault if it did not come to its end.</returns>
    public async Task<IReadOnlyList<string>> HarvestAsync(string mutant, IReadOnlyList<string> more, CancellationToken cancellationToken)
    {
        var arguments = HarnessArguments.Parse(Arguments(mutant, ["timeout=60", "deadline=100", "lease=6000000", .. more]));
        await using var said = new StringWriter(CultureInfo.InvariantCulture);
        var output = TextWriter.Synchronized(said);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = LogGroupScheduler.RunAsync(arguments, new StopObserver(default, 0, output), output, stop.Token);
        try
        {
            await running.WaitAsync(Patience, TimeProvider.System, cancellationToken);
            return [];
        }
        catch (TimeoutException)
        {
            await stop.CancelAsync();
            return [$"a scheduler did not come to its end: {string.Join('\n', said.ToString().Split('\n').TakeLast(10))}; the last calls: {LastCalls()}"];
        }
    }

    /// <summary>How long a lease lasts on the scene's clock.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromMinutes(1);

    /// <summary>What the service billed and said so, of all queries.</summary>
    public double BilledBytes => Server.Journal.Entries.Where(e => e.QueryId is not null).GroupBy(e => e.QueryId).Sum(g => g.Max(e => e.BytesScanned));

    /// <summary>The last calls that the server answered, in words.</summary>
    public string LastCalls() => string.Join("; ", Server.Journal.Entries.TakeLast(12).Select(e => string.Create(
        CultureInfo.InvariantCulture, $"{e.At:HH:mm:ss.fff} {e.Operation} {e.FromSecond}-{e.ToSecond} {e.Status} {e.Error} {e.QueryStatus} {e.Rows} rows")))
        + string.Create(CultureInfo.InvariantCulture, $"; it is {Clock.GetUtcNow():HH:mm:ss.fff}");

    /// <summary>Looks at the database as it is.</summary>
    public IReadOnlyList<string> Check(bool isThorough) => DatabaseChecker.IsMade(Database) ? Checker.Check(NowMicros, ProvenScans(), BilledBytes, isThorough) : [];

    /// <summary>Looks at the database once all is given and collected.</summary>
    public IReadOnlyList<string> CheckEnd(DateTimeOffset collectedTo, IReadOnlyList<(string Query, long From)>? gaps = null) =>
        Checker.CheckEnd(NowMicros, ProvenScans(), BilledBytes, (collectedTo.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10, gaps ?? []);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Clock.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>The queries of which a client heard that they are complete.</summary>
    private List<ProvenScan> ProvenScans() =>
    [
        .. Server.Journal.Of("GetQueryResults")
            .Where(e => e is { QueryStatus: "Complete", Status: 200, QueryId: not null, FromSecond: not null, ToSecond: not null })
            .GroupBy(e => e.QueryId)
            .Select(g => new ProvenScan(g.First().FromSecond!.Value, g.First().ToSecond!.Value)),
    ];

    private static string ClockOf(DirectoryInfo folder) => Path.Combine(folder.FullName, "clock");
}

/// <summary>The sizes of a scene.</summary>
internal sealed record SceneSize
{
    /// <summary>Most rows that a reader asks for.</summary>
    public required int RowLimit { get; init; }

    /// <summary>Most rows that the service gives.</summary>
    public int MostRows { get; init; } = 100_000;

    /// <summary>Rows of a page.</summary>
    public required int PageRows { get; init; }

    /// <summary>Events of a transaction.</summary>
    public required int BatchEvents { get; init; }

    /// <summary>How long a call may take, on the machine's clock.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
