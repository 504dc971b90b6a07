using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuditDashboard.Harvest.Input;

namespace AuditDashboard.LocalCloudWatch.Logs;

/// <summary>Fills log groups from files: whatever the command line reads, audit logs and exports of CloudWatch among them.</summary>
public static class LogFiles
{
    private static readonly string[] Times = ["stageTimestamp", "requestReceivedTimestamp", "timestamp"];

    /// <summary>Loads the records of files or folders into a log group.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="group">The log group.</param>
    /// <param name="paths">Files and folders.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Number of records.</returns>
    /// <remarks>An event's time is its carrier's, else its own; a record without any has that of the one before, as a shipper would give it.</remarks>
    /// <exception cref="InputException">A path cannot be read.</exception>
    public static long Load(LogStore store, string group, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var previous = store.NowMs;
        var to = store.GetOrAdd(group, creationMs: 0);
        return new RecordReader().Visit(
            paths, standardInput: null,
            (in RecordView record) =>
            {
                previous = (record.SourceTimeMicros / 1_000) ?? OwnTime(record.Message) ?? previous;
                store.Add(
                    to.Name, record.LogStream ?? StreamOf(record.File), previous, record.Message.ToArray(), visibleAtMs: 0,
                    ingestionMs: (record.IngestionTimeMicros / 1_000) ?? previous);
                return true;
            },
            cancellationToken).Records;
    }

    private static string StreamOf(string file) =>
        "kube-apiserver-audit-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(file))))[..32];

    private static long? OwnTime(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            foreach (var name in Times)
            {
                if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value)
                    && value.ValueKind == JsonValueKind.String
                    && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                {
                    return time.ToUnixTimeMilliseconds();
                }
            }
        }
        catch (JsonException)
        {
            // A broken record has no time of its own.
        }

        return null;
    }
}
