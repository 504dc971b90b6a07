using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest.Tests;

public sealed class LogTests
{
    [Theory]
    [InlineData(1, "Run 7 of cluster demo has ended. Windows: 1, records: 1, new events: 1, known events: 0, quarantined: 0, ms: 12.")]
    [InlineData(2, "Run 7 of cluster demo has ended. Windows: 2, records: 2, new events: 2, known events: 0, quarantined: 0, ms: 12.")]
    public void RunEnded_OneOrMore_ReadsWell(int count, string expected)
    {
        var lines = new Lines();

        Log.RunEnded(lines, "demo", 7, count, count, count, 0, 0, 12);

        Assert.Equal([expected], lines.Texts);
    }

    private sealed class Lines : ILogger
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Texts.Add(formatter(state, exception));
    }
}
