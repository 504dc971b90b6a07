using System.Diagnostics;
using System.Globalization;

namespace AuditDashboard.Benchmarks.Storage;

/// <summary>Sums wall time and processor time (all threads) of the stretches that it measures.</summary>
internal sealed class Usage
{
    /// <summary>Seconds on the clock.</summary>
    public double WallSeconds { get; private set; }

    /// <summary>Seconds of processor time.</summary>
    public double CpuSeconds { get; private set; }

    /// <summary>Measures until disposed.</summary>
    public IDisposable Measure() => new Stretch(this);

    /// <summary>Both figures as a rate.</summary>
    public string RateOf(int events) => string.Create(
        CultureInfo.InvariantCulture, $"{CpuSeconds,7:N1} CPU s  {WallSeconds,7:N1} s  {events / CpuSeconds,8:N0} events per CPU s  {events / WallSeconds,8:N0} events/s");

    private sealed class Stretch : IDisposable
    {
        private readonly Usage _usage;
        private readonly long _wall = Stopwatch.GetTimestamp();
        private readonly TimeSpan _cpu = Cpu();

        public Stretch(Usage usage) => _usage = usage;

        public void Dispose()
        {
            _usage.CpuSeconds += (Cpu() - _cpu).TotalSeconds;
            _usage.WallSeconds += Stopwatch.GetElapsedTime(_wall).TotalSeconds;
        }

        private static TimeSpan Cpu()
        {
            using var self = Process.GetCurrentProcess();
            return self.TotalProcessorTime;
        }
    }
}
