using System.Globalization;

namespace AuditDashboard.FaultHarness;

/// <summary>Keeps two schedulers running on one database, kills them by plan, starts them anew, puts the clock forward, and looks at the database after each kill.</summary>
internal sealed class Supervisor(FaultScene scene, IReadOnlyList<KillPlan> plans, TimeSpan step, Action<string>? say, CancellationToken cancellationToken) : IDisposable
{
    /// <summary>Schedulers at once.</summary>
    private const int Schedulers = 2;

    /// <summary>How often a plan is given to another process until it comes to pass.</summary>
    private const int MostTries = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan AfterRun = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _looking = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Queue<(KillPlan Plan, int Tries)> _plans = new(plans.Select(p => (p, 0)));
    private readonly List<WorkerOutcome> _kills = [];
    private readonly List<string> _faults = [];
    private int _relieved;

    /// <summary>The processes that were killed by plan. Look at it once <see cref="RunAsync"/> has ended.</summary>
    public IReadOnlyList<WorkerOutcome> Kills => _kills;

    /// <summary>Kills until each plan has come to pass, or something is found.</summary>
    /// <returns>The faults found.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, Schedulers).Select(_ => Task.Run(KeepAsync, cancellationToken)));
        return _faults;
    }

    /// <summary>What happened, in words.</summary>
    public string Report() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_kills.Count} kills, {_kills.Count(o => o.IsInTransaction)} inside an open transaction, {_kills.Count(o => o.IsInTransaction || o.IsBetweenPoints)} there or between two numbered crash points, {_kills.Count(o => o.IsPaused)} stopped and continued before; crash points {string.Join(", ", _kills.GroupBy(o => o.LastPoint).OrderBy(g => g.Key).Select(g => $"{g.Key} x{g.Count()}"))}; {_relieved} more ended whose plan did not come to pass; runs of the killed: {Runs("RUN clean")} clean, {Runs("RUN failed")} failed, {Runs("RUN skipped")} skipped for the other's lease, {_kills.Sum(o => o.Lines.Count(l => l.Contains("was lost", StringComparison.Ordinal)))} lost their lease.");

    /// <inheritdoc/>
    public void Dispose() => _looking.Dispose();

    private int Runs(string beginning) => _kills.Sum(o => o.Lines.Count(l => l.StartsWith(beginning, StringComparison.Ordinal)));

    private async Task KeepAsync()
    {
        while (Take() is var (plan, tries))
        {
            var outcome = await WorkerProcess.RunAsync(scene.Arguments(""), plan, PauseAsync, () => scene.Clock.PutForward(AfterRun), cancellationToken);
            var kills = Note(outcome, plan, tries);
            await _looking.WaitAsync(cancellationToken);
            try
            {
                // What only a look at the whole file shows stays in the file, so that a look now and then is enough.
                var found = scene.Check(isThorough: kills % Math.Max(1, plans.Count / 20) == 0);
                lock (_lock)
                {
                    _faults.AddRange(found);
                }
            }
            finally
            {
                _looking.Release();
            }

            scene.Clock.PutForward(step);
        }
    }

    private (KillPlan Plan, int Tries)? Take()
    {
        lock (_lock)
        {
            return _faults.Count == 0 && _plans.TryDequeue(out var next) ? next : null;
        }
    }

    /// <summary>Takes down how a process ended.</summary>
    /// <returns>Kills so far.</returns>
    private int Note(WorkerOutcome outcome, KillPlan plan, int tries)
    {
        lock (_lock)
        {
            switch (outcome.End)
            {
                case WorkerEnd.Killed:
                    _kills.Add(outcome);
                    break;
                case WorkerEnd.Relieved when tries + 1 < MostTries:
                    _relieved++;
                    _plans.Enqueue((plan.Simpler(), tries + 1));
                    break;
                default:
                    _faults.Add($"a scheduler did not die as planned ({outcome.End}): {outcome.LastWords()}; the last calls: {scene.LastCalls()}");
                    break;
            }

            if (_kills.Count % 10 == 0 && outcome.IsKilled)
            {
                say?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{_kills.Count} of {plans.Count} kills, {scene.Checker.Events} events stored, {_faults.Count} faults."));
            }

            return _kills.Count;
        }
    }

    /// <summary>Long enough on the scene's clock for the other scheduler to take the lease over.</summary>
    private async Task PauseAsync()
    {
        scene.Clock.PutForward(FaultScene.Lease * 2);
        await Task.Delay(Pause, TimeProvider.System, cancellationToken);
    }
}
