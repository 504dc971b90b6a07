using System.Diagnostics;
using System.Globalization;
using AuditDashboard.Packets;
using AuditDashboard.Sharing.Packets;
using AuditDashboard.Sharing.Snapshots;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Benchmarks.Sharing;

/// <summary>Measures the evidence packet of a snapshot: how long it takes to be made and checked, how long it is, and how much memory making it takes.</summary>
internal static class PacketBenchmark
{
    private const double MakingGoalMiB = 50;
    private const double MiB = 1024 * 1024;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Makes the packet, checks it, and says what that took.</summary>
    /// <returns>True if the goal is met.</returns>
    public static async Task<bool> MeasureAsync(IServiceProvider services, string code)
    {
        var snapshot = await services.GetRequiredService<SnapshotReader>().FindAsync(code, CancellationToken.None) ?? throw new InvalidOperationException("The snapshot was not found.");
        var maker = services.GetRequiredService<SnapshotPacketMaker>();
        var path = Path.GetTempFileName();
        try
        {
            IReadOnlyList<PacketSource> files = [];
            var (making, growth) = await WatchAsync(async () =>
            {
                files = await maker.MakeAsync(snapshot, "benchmark", CancellationToken.None);
                await using var output = File.Create(path);
                await PacketArchive.WriteAsync(files, output, CancellationToken.None);
            });
            await using var packet = File.OpenRead(path);
            PacketVerdict? verdict = null;
            var (checking, checkingGrowth) = await WatchAsync(() =>
            {
                verdict = PacketVerifier.Verify(packet, snapshot.Manifest.Key, CancellationToken.None);
                return Task.CompletedTask;
            });
            if (verdict is not { IsProven: true })
            {
                throw new InvalidOperationException("The packet does not hold.");
            }

            Say($"Its packet: {packet.Length / MiB:N1} MiB, of which the page is {files.Single(file => file.Name == PacketNames.Page).Measure.Length / MiB:N1} MiB; made and written in {making:N1} s, memory growth {growth:N0} MiB, goal {MakingGoalMiB:N0} MiB: {(growth < MakingGoalMiB ? "met" : "MISSED")}. Checked in {checking:N1} s, memory growth {checkingGrowth:N0} MiB.");
            return growth < MakingGoalMiB;
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The working set, looked at every so often: what a machine would have to give.
    private static async Task<(double Seconds, double GrowthMiB)> WatchAsync(Func<Task> work)
    {
        GC.Collect();
        var before = Environment.WorkingSet;
        var started = Stopwatch.GetTimestamp();
        var running = Task.Run(work);
        var peak = before;
        while (await Task.WhenAny(running, Task.Delay(BetweenLooks)) != running)
        {
            peak = Math.Max(peak, Environment.WorkingSet);
        }

        await running;
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, (peak - before) / MiB);
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
