using System.Globalization;
using AuditDashboard.Harvest.Import;

namespace AuditDashboard.Commands;

/// <summary>Says on standard error how far an import is, at most every two seconds.</summary>
internal sealed class ImportProgressLine(CommandConsole console, TimeProvider clock) : IProgress<ImportProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private long _said = clock.GetTimestamp();

    /// <inheritdoc/>
    public void Report(ImportProgress value)
    {
        lock (_lock)
        {
            if (value.Note is { } note)
            {
                console.Say(note);
                return;
            }

            if (clock.GetElapsedTime(_said) < Interval)
            {
                return;
            }

            _said = clock.GetTimestamp();
            console.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{value.File}: {value.RecordsRead} records, {value.BytesRead / (1024 * 1024)} MiB read, {value.EventsInserted} events new"));
        }
    }
}
