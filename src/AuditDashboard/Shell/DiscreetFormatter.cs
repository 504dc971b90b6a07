using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace AuditDashboard.Shell;

/// <summary>Any formatter of the console, without the secrets that its entries hold, wherever in an entry they stand: message, values, scopes or exception.</summary>
internal sealed class DiscreetFormatter(ConsoleFormatter inner) : ConsoleFormatter(inner.Name), IDisposable
{
    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using var entry = new StringWriter(textWriter.FormatProvider) { NewLine = textWriter.NewLine };
        inner.Write(logEntry, scopeProvider, entry);
        textWriter.Write(LogSecrets.Redact(entry.ToString()));
    }

    /// <inheritdoc/>
    public void Dispose() => (inner as IDisposable)?.Dispose();
}
