using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace AuditDashboard.Tests.Hardening;

/// <summary>Keeps what a server logs, as each formatter that its console could be told to use would write it.</summary>
internal sealed class FormattedLines : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<Func<ConsoleFormatter, string>> _entries = new();
    private IExternalScopeProvider? _scopes;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <summary>All that was logged so far, by formatter: the first of each name, as the console takes them.</summary>
    public IReadOnlyDictionary<string, string> In(IServiceProvider services) => services.GetServices<ConsoleFormatter>().DistinctBy(formatter => formatter.Name)
        .ToDictionary(formatter => formatter.Name, formatter => string.Concat(_entries.Select(entry => entry(formatter))), StringComparer.Ordinal);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, FormattedLines lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        // Values of an entry may be gone by the time that it is read: a formatter of the framework is asked later, so the state is written out at once.
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var message = formatter(state, exception);
            var values = state is IReadOnlyList<KeyValuePair<string, object?>> pairs ? pairs.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value?.ToString())).ToList() : [];
            var scopes = new Scopes();
            lines._scopes?.ForEachScope((scope, all) => all.Add(scope is IEnumerable<KeyValuePair<string, object>> named ? string.Join(' ', named.Select(pair => $"{pair.Key}:{pair.Value}")) : scope?.ToString() ?? ""), scopes.All);
            lines._entries.Enqueue(console =>
            {
                using var text = new StringWriter();
                console.Write(new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(logLevel, category, eventId, values, exception, (_, _) => message), scopes, text);
                return text.ToString();
            });
        }
    }

    private sealed class Scopes : IExternalScopeProvider
    {
        public List<string> All { get; } = [];

        public void ForEachScope<TState>(Action<object?, TState> callback, TState state) => All.ForEach(scope => callback(scope, state));

        public IDisposable Push(object? state) => throw new NotSupportedException();
    }
}
