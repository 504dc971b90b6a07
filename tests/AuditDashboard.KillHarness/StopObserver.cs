using AuditDashboard.Storage.Ingest;

namespace AuditDashboard.KillHarness;

/// <summary>Tells the parent of every crash point, and stands still at one of them until the parent kills the process.</summary>
internal sealed class StopObserver(CrashPoint stopAt, int stopAtPassing, TextWriter output)
{
    private readonly Lock _lock = new();
    private int _passed;

    public void Pass(CrashPoint point)
    {
        lock (_lock)
        {
            output.WriteLine($"P {(int)point}");
            if (point != stopAt || ++_passed != stopAtPassing)
            {
                output.Flush();
                return;
            }

            output.WriteLine($"STOP {(int)point}");
            output.Flush();
        }

        // Only SIGKILL ends this: the process dies exactly here.
        new ManualResetEventSlim().Wait();
    }
}
