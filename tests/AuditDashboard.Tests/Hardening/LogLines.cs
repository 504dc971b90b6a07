using System.Collections.Concurrent;
using AuditDashboard.Shell;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Tests.Hardening;

/// <summary>Keeps what a server logs, as the console would show it.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>All that was logged so far.</summary>
    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{category} {LogSecrets.Redact(LineFormatter.OneLine(formatter(state, exception) + " " + exception))}");
    }
}
