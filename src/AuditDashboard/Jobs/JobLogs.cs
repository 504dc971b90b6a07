using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace AuditDashboard.Jobs;

/// <summary>Hangfire's log lines, by the host's loggers for as long as there are any.</summary>
/// <remarks>Hangfire keeps the provider of the last host in a static: it is asked also after that host has ended, by another of the same process.</remarks>
internal sealed class JobLogs(ILoggerFactory loggers) : ILogProvider
{
    private readonly AspNetCoreLogProvider _provider = new(loggers);

    /// <inheritdoc/>
    public ILog GetLogger(string name)
    {
        try
        {
            return _provider.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return Silence.Instance;
        }
    }

    private sealed class Silence : ILog
    {
        public static Silence Instance { get; } = new();

        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
