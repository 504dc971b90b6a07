using AuditDashboard.Storage.Costs;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Delivery;

/// <summary>Counts how late events were delivered, within one transaction.</summary>
internal sealed class DelayCounts
{
    private readonly SortedDictionary<long, long> _counts = [];

    /// <summary>The upper end of the delays that one is counted with, seconds: to the minute in the first half hour, then ever coarser, as the longer ones are rare.</summary>
    public static long UpToSeconds(long delayMicros)
    {
        var seconds = Math.Max(1, (delayMicros + 999_999) / 1_000_000);
        var step = seconds switch { <= 30 * 60 => 60, <= 6 * 3600 => 5 * 60, <= 48 * 3600 => 3600, _ => 24 * 3600 };
        return (seconds + step - 1) / step * step;
    }

    /// <summary>Counts one event.</summary>
    /// <param name="delayMicros">From its time to when the source took it in, microseconds; clocks that differ make it negative, which counts as none.</param>
    public void Add(long delayMicros)
    {
        var bucket = UpToSeconds(delayMicros);
        _counts[bucket] = _counts.GetValueOrDefault(bucket) + 1;
    }

    /// <summary>Adds the counts to today's.</summary>
    public void Write(SqliteConnection connection, long clusterId, long nowMicros)
    {
        if (_counts.Count == 0)
        {
            return;
        }

        using var upsert = new PreparedStatement(
            connection,
            """
            INSERT INTO delivery_delay (cluster_id, day, up_to_seconds, events) VALUES (@0, @1, @2, @3)
            ON CONFLICT DO UPDATE SET events = events + excluded.events
            """,
            4);
        foreach (var (upTo, events) in _counts)
        {
            upsert.Execute(clusterId, ScanCostWriter.DayOf(nowMicros), upTo, events);
        }
    }
}
