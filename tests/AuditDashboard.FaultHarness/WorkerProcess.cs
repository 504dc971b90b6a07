using System.Diagnostics;
using System.Globalization;

namespace AuditDashboard.FaultHarness;

/// <summary>Starts a scheduler as a process of its own, and lets befall it what its plan says.</summary>
internal static class WorkerProcess
{
    /// <summary>Runs that a process may make until its plan comes to pass.</summary>
    private const int MostRuns = 3;

    /// <summary>The longest that a process may say nothing, from its start on. It is there for one that hangs: each of its steps has its time, and no machine is that slow.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(10);

    /// <summary>Runs a process until it dies by its plan.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="plan">What befalls it.</param>
    /// <param name="pause">Called while it is stopped, where the plan says so; it is continued when that returns.</param>
    /// <param name="hasRun">Called after each of its runs.</param>
    /// <param name="cancellationToken">Kills it.</param>
    public static async Task<WorkerOutcome> RunAsync(IEnumerable<string> arguments, KillPlan plan, Func<Task>? pause, Action? hasRun, CancellationToken cancellationToken)
    {
        using var process = Process.Start(HarnessProgram.Start([.. arguments, .. Arguments(plan)])) ?? throw new InvalidOperationException("The harness did not start.");
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var lines = new List<string>();
        var passed = new int[13];
        var (lastPoint, lastWritten, runs, isPaused, end, remark) = (0, 0, 0, false, WorkerEnd.Killed, "");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var killing = Task.CompletedTask;
        var isAtEnd = false;
        try
        {
            while (true)
            {
                string? line;
                try
                {
                    line = await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(LongestSilence, TimeProvider.System, cancellationToken);
                }
                catch (TimeoutException)
                {
                    (end, remark) = (WorkerEnd.Stuck, $"It has said nothing for {LongestSilence.TotalMinutes} minutes. {StateOf(process)}");
                    break;
                }

                if (line is null)
                {
                    isAtEnd = true;
                    break;
                }

                if (line.StartsWith("P ", StringComparison.Ordinal))
                {
                    lastPoint = int.Parse(line.AsSpan(2), CultureInfo.InvariantCulture);
                    lastWritten = lastPoint is >= KillPlan.TransactionBegun and <= 11 ? lastPoint : lastWritten;
                    passed[lastPoint]++;
                    if (plan.Kind == KillKind.InPassing && lastPoint == plan.Point && passed[lastPoint] == plan.Passing)
                    {
                        process.Kill();
                    }
                    else if (pause is not null && plan.PauseAt == lastPoint && passed[lastPoint] == 1 && !OperatingSystem.IsWindows())
                    {
                        isPaused = await PauseAsync(process, pause, cancellationToken);
                    }

                    continue;
                }

                lines.Add(line);
                if (line.StartsWith("STOP ", StringComparison.Ordinal))
                {
                    process.Kill();
                }
                else if (line == "READY" && plan.Kind == KillKind.ByClock)
                {
                    killing = KillAfterAsync(process, plan.After, ended.Token);
                }
                else if (line.StartsWith("RUN ", StringComparison.Ordinal) && line != "RUN skipped")
                {
                    hasRun?.Invoke();
                    if (++runs >= MostRuns && plan.Kind != KillKind.ByClock && end == WorkerEnd.Killed)
                    {
                        end = WorkerEnd.Relieved;
                        process.Kill();
                    }
                }
            }
        }
        finally
        {
            await ended.CancelAsync();
            if (!isAtEnd && !process.HasExited)
            {
                process.Kill();
            }

            await process.WaitForExitAsync(CancellationToken.None);
            await killing;
        }

        return new WorkerOutcome
        {
            End = end == WorkerEnd.Killed && process.ExitCode != 128 + 9 ? WorkerEnd.Ended : end,
            LastPoint = lastPoint,
            LastWritten = lastWritten,
            IsPaused = isPaused,
            Lines = lines,
            Errors = remark + await errors,
        };
    }

    private static IEnumerable<string> Arguments(KillPlan plan) => plan is { Kind: KillKind.StandingStill }
        ? [string.Create(CultureInfo.InvariantCulture, $"stop={plan.Point}"), string.Create(CultureInfo.InvariantCulture, $"nth={plan.Passing}")]
        : [];

    private static async Task<bool> PauseAsync(Process process, Func<Task> pause, CancellationToken cancellationToken)
    {
        if (!await SignalAsync(process, "-STOP", cancellationToken))
        {
            return false;
        }

        await pause();
        return await SignalAsync(process, "-CONT", cancellationToken);
    }

    private static async Task<bool> SignalAsync(Process process, string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
        return kill.ExitCode == 0;
    }

    private static async Task KillAfterAsync(Process process, TimeSpan after, CancellationToken ended)
    {
        await Task.Delay(after, TimeProvider.System, ended).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (!ended.IsCancellationRequested && !process.HasExited)
        {
            process.Kill();
        }
    }

    /// <summary>What Linux says of a process and its threads: whether it stands, sleeps or works, and in which call.</summary>
    private static string StateOf(Process process)
    {
        try
        {
            var tasks = Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/task"));
            return string.Join(", ", tasks.Select(t => File.ReadAllText(Path.Combine(t, "comm")).Trim() + " "
                + File.ReadLines(Path.Combine(t, "status")).First(l => l.StartsWith("State:", StringComparison.Ordinal))[6..].Trim() + " "
                + File.ReadAllText(Path.Combine(t, "wchan"))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return "";
        }
    }
}
