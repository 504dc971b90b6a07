using System.Diagnostics;
using System.Globalization;
using AuditDashboard.Benchmarks.Storage;
using AuditDashboard.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Benchmarks.Circuits;

/// <summary>Measures what 50 open pages cost the server that each show a month of 1,000,000 events, one after the other on every list and chart.</summary>
internal static class CircuitsBenchmark
{
    private const int Circuits = 50;
    private const long MiB = 1024 * 1024;
    private const int FloorMiB = 25;
    private const long GoalBytes = Circuits * FloorMiB * MiB;
    private const long QuietMs = 6_000;
    private const long PatienceMs = 90_000;
    private const string Opening = "/queries";
    private static readonly string[] Views = ["/events", "/changes", "/secrets", "/anonymous", "/access", "/"];

    /// <summary>Runs it.</summary>
    /// <returns>0 if the goal is met, 1 if it is missed, 2 for options that mean nothing.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (await TemporaryDatabase.ReadEventsAsync("circuits", args, 1_000_000) is not { } events)
        {
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("audit-benchmark-");
        try
        {
            var database = Path.Combine(folder.FullName, "audit.db");
            await FillAsync(database, events);
            using var program = await ServedProgram.StartAsync(database);
            return await MeasureAsync(program) ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task FillAsync(string database, int events)
    {
        var started = Stopwatch.GetTimestamp();
        var collection = new ServiceCollection();
        collection.AddLogging().AddSingleton(TimeProvider.System).AddAuditStorage(new StorageOptions { Path = database }, Path.GetDirectoryName(database)!); // a file has a folder
        await using var services = collection.BuildServiceProvider();
        await services.GetRequiredService<AuditDatabase>().InitializeAsync(CancellationToken.None);
        await TemporaryDatabase.FillAsync(services, new SyntheticEvents(20260101).Generate(events));
        Say($"{events:N0} events stored in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s.");
    }

    private static async Task<bool> MeasureAsync(ServedProgram program)
    {
        using var client = new HttpClient();
        var shown = new Dictionary<string, long>(StringComparer.Ordinal);
        await program.WaitIdleAsync();
        var idle = program.Memory;
        Say($"Idle after the start: {idle.Resident / MiB:N0} MiB, of which {idle.Own / MiB:N0} MiB are its own.");
        await using (var first = await CircuitClient.OpenAsync(client, program.Url, Opening))
        {
            await ShowAllAsync(program, [first], shown);
        }

        var one = program.Memory;
        Say($"After one page that has shown every view: {one.Resident / MiB:N0} MiB, own {one.Own / MiB:N0} MiB.");
        program.Forget();
        var pages = new List<CircuitClient>();
        for (var i = 0; i < Circuits; i++)
        {
            pages.Add(await CircuitClient.OpenAsync(client, program.Url, Opening));
        }

        var areShown = await ShowAllAsync(program, pages, shown);
        var peak = program.Peak;
        var growth = peak.Own - idle.Own;
        foreach (var page in pages)
        {
            await page.DisposeAsync();
        }

        var each = (double)growth / Circuits / MiB;
        var isMet = growth <= GoalBytes && areShown;
        Say($"{Circuits} pages grew its own memory by {growth / MiB:N0} MiB at the most, goal {GoalBytes / MiB:N0} MiB: {(isMet ? "met" : "MISSED")}. That is {each:N1} MiB a page, {each / FloorMiB:P0} of {FloorMiB} MiB. With the database's pages, counted once for each connection, {(peak.Resident - idle.Resident) / MiB:N0} MiB.");
        return isMet;
    }

    // What the first page was sent for a view is known then, and asked of the others: about as much.
    private static async Task<bool> ShowAllAsync(ServedProgram program, List<CircuitClient> pages, Dictionary<string, long> shown)
    {
        var areShown = true;
        foreach (var view in Views)
        {
            var started = Environment.TickCount64;
            await Task.WhenAll(pages.Select(page => page.GoAsync(Address(view))));
            var expected = shown.TryGetValue(view, out var bytes) ? bytes * 9 / 10 : 1;
            while (pages.Exists(page => Environment.TickCount64 - page.LastRendered < QuietMs || page.RenderedBytes < expected) && Environment.TickCount64 - started < PatienceMs)
            {
                await Task.Delay(250);
            }

            var least = pages.Min(page => page.RenderedBytes);
            shown.TryAdd(view, least);
            areShown &= least >= expected && !pages.Exists(page => page.IsClosed);
            Say($"  {view,-12} shown on {pages.Count} pages after {(pages.Max(page => page.LastRendered) - started) / 1000d:N1} s, each at least {least / 1000d:N0} kB: {program.Memory.Resident / MiB:N0} MiB, own {program.Memory.Own / MiB:N0} MiB.");
        }

        return areShown;
    }

    private static string Address(string view)
    {
        var until = SyntheticEvents.Start.AddDays(SyntheticEvents.Days);
        return string.Create(CultureInfo.InvariantCulture, $"{view}?cluster={ReadMeasurements.Cluster}&from={SyntheticEvents.Start:yyyy-MM-ddTHH:mm:ssZ}&to={until:yyyy-MM-ddTHH:mm:ssZ}&v=1");
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
