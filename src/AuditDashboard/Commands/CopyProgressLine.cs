using System.Globalization;
using AuditDashboard.Storage.Backup;

namespace AuditDashboard.Commands;

/// <summary>Says on standard error how far a copy of the database is, at most every two seconds.</summary>
internal sealed class CopyProgressLine(CommandConsole console, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private long _said = clock.GetTimestamp();

    /// <summary>Sizes in words, such as <c>12.5 MiB</c>.</summary>
    public static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024.0):0.0} MiB");

    /// <summary>What a copy holds, in words.</summary>
    public static string Describe(CopyContent content) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Size(content.Bytes)}, {content.Clusters} {(content.Clusters == 1 ? "cluster" : "clusters")}, {content.Events} {(content.Events == 1 ? "event" : "events")}{(content.LastEventAt is { } last ? $", the latest at {last:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "")}; every page checked.");

    /// <summary>Says it, if it is time.</summary>
    public void Report(CopyProgress progress)
    {
        if (clock.GetElapsedTime(_said) >= Interval)
        {
            _said = clock.GetTimestamp();
            console.Say($"{Size(progress.BytesCopied)} of {Size(progress.BytesTotal)} copied");
        }
    }
}
