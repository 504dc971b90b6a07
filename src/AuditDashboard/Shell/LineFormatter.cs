using AuditDashboard.Commands;
using AuditDashboard.Shared.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace AuditDashboard.Shell;

/// <summary>
/// Writes each log entry as one line, and every character that could steer a terminal as an escape: whoever chooses a name in a cluster, a path or a header
/// cannot forge a line of ours. <c>2026-11-23T13:41:52.418Z warn AuditDashboard.Loopback.LoopbackGuard[2101] A request was refused by the rule host.</c>
/// </summary>
internal sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    /// <summary>Its name in the setting <c>Logging:Console:FormatterName</c>.</summary>
    public const string FormatterName = "line";

    private const string LineBreak = " | ";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var exception = logEntry.Exception is { } thrown ? LineBreak + thrown : "";
        var time = UtcText.Format(clock.GetUtcNow(), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        textWriter.WriteLine($"{time} {NameOf(logEntry.LogLevel)} {logEntry.Category}[{logEntry.EventId.Id}] {OneLine(message + exception)}");
    }

    /// <summary>The text in one line, with what is hidden in it made visible.</summary>
    internal static string OneLine(string text) => ControlCharacters.Escape(text.ReplaceLineEndings(LineBreak));

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
