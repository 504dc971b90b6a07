using System.Diagnostics;
using System.Globalization;
using AuditDashboard.FaultHarness;

namespace AuditDashboard.Harvest.Tests.Kill;

/// <summary>How a harness process ended.</summary>
/// <param name="LastPoint">The last crash point that it passed; 0 if none.</param>
/// <param name="IsKilled">True if it was killed, false if it came to its end first.</param>
/// <param name="IsAtPoint">True if it was killed standing still at <paramref name="LastPoint"/>.</param>
/// <param name="Lines">Everything it said.</param>
internal sealed record HarnessOutcome(int LastPoint, bool IsKilled, bool IsAtPoint, IReadOnlyList<string> Lines)
{
    /// <summary>Inside the transaction: it has begun and its commit has not returned.</summary>
    public bool IsInTransaction => IsKilled && LastPoint is >= 4 and <= 10;

    /// <summary>Between two numbered crash points: a run has begun and not ended.</summary>
    public bool IsBetweenPoints => IsKilled && LastPoint is >= 1 and <= 11;
}

/// <summary>Starts the harness as a real process and ends it with SIGKILL.</summary>
internal static class HarnessProcess
{
    /// <summary>Runs it until it stands still at its crash point, or until <paramref name="killAfter"/> since it was ready, or to its end.</summary>
    public static async Task<HarnessOutcome> RunAsync(IEnumerable<string> arguments, TimeSpan? killAfter, CancellationToken cancellationToken)
    {
        using var process = Process.Start(HarnessProgram.Start(arguments))
            ?? throw new InvalidOperationException("The harness did not start.");
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var lines = new List<string>();
        var lastPoint = 0;
        var isKilled = false;
        var isAtPoint = false;
        Task? killing = null;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                lines.Add(line);
                if (line == "READY" && killAfter is { } after)
                {
                    killing = KillAfterAsync(process, after, cancellationToken);
                }
                else if (line.StartsWith("P ", StringComparison.Ordinal))
                {
                    lastPoint = int.Parse(line.AsSpan(2), CultureInfo.InvariantCulture);
                }
                else if (line.StartsWith("STOP ", StringComparison.Ordinal))
                {
                    lastPoint = int.Parse(line.AsSpan(5), CultureInfo.InvariantCulture);
                    isAtPoint = true;
                    process.Kill();
                }
            }

            await process.WaitForExitAsync(cancellationToken);
            isKilled = process.ExitCode == 128 + 9;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        if (killing is not null)
        {
            await killing;
        }

        if (!isKilled && process.ExitCode != 0)
        {
            Assert.Fail($"The harness ended with {process.ExitCode}: {string.Join('\n', lines.Where(l => !l.StartsWith('P')))} {await errors}");
        }

        return new HarnessOutcome(lastPoint, isKilled, isAtPoint, lines);
    }

    private static async Task KillAfterAsync(Process process, TimeSpan after, CancellationToken cancellationToken)
    {
        await Task.Delay(after, cancellationToken);
        if (!process.HasExited)
        {
            process.Kill();
        }
    }
}
