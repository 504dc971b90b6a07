using System.Diagnostics;
using System.Globalization;

namespace AuditDashboard.Benchmarks.Storage;

/// <summary>One thing to measure.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="GoalMs">The 95th percentile must stay below; null for what is only reported.</param>
/// <param name="RunAsync">Runs it once and says how much came back.</param>
internal sealed record Measurement(string Name, double? GoalMs, Func<int, Task<long>> RunAsync)
{
    private const int WarmUps = 5;

    /// <summary>Runs it and gives its figures.</summary>
    /// <param name="runs">Warm runs that count.</param>
    public async Task<MeasuredTimes> MeasureAsync(int runs)
    {
        var size = 0L;
        for (var i = 0; i < WarmUps; i++)
        {
            size = Math.Max(size, await RunAsync(i));
        }

        var times = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var started = Stopwatch.GetTimestamp();
            size = Math.Max(size, await RunAsync(i));
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return new MeasuredTimes(this, times[times.Length / 2], times[(int)Math.Ceiling(times.Length * 0.95) - 1], size);
    }
}

/// <summary>Figures of a measurement.</summary>
/// <param name="Of">What was measured.</param>
/// <param name="MedianMs">Half of the runs took no longer, milliseconds.</param>
/// <param name="P95Ms">19 of 20 runs took no longer, milliseconds.</param>
/// <param name="Size">The most that a run brought back: rows, events or bins.</param>
internal sealed record MeasuredTimes(Measurement Of, double MedianMs, double P95Ms, long Size)
{
    /// <summary>True unless there is a goal and it is missed.</summary>
    public bool IsMet => Of.GoalMs is not { } goal || P95Ms < goal;

    /// <summary>A line of the report.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Of.Name,-62} {Size,9:N0} {MedianMs,9:N1} {P95Ms,9:N1} {(Of.GoalMs is { } goal ? (IsMet ? "met, under " : "MISSED, goal ") + goal.ToString("N0", CultureInfo.InvariantCulture) : "-")}");
}
