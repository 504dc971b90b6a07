using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Costs;

/// <summary>Adds up what a source bills, within one transaction.</summary>
internal sealed class ScanCostWriter(SqliteConnection connection, long clusterId, long nowMicros)
{
    /// <summary>What is shorter says little of the log's rate: a single event weighs too much in it.</summary>
    private const long ShortestRatedMicros = TimeWindow.MinuteMicros;

    /// <summary>The UTC day of an instant, days since 1970.</summary>
    public static long DayOf(long micros) => Math.DivRem(micros, 24 * 60 * TimeWindow.MinuteMicros, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>Adds charges to today's.</summary>
    public void Add(IReadOnlyList<ScanCharge> charges, QueryRanks queries)
    {
        foreach (var charge in charges)
        {
            // Shares add up to the whole, so the first takes what cannot be divided.
            var ids = charge.QueryIds.Count == 0 ? [0L] : charge.QueryIds.Select(queries.IdOf).ToArray();
            for (var i = 0; i < ids.Length; i++)
            {
                AddToDay(charge, ids[i], Share(charge.Bytes, ids.Length, i), Share(charge.AloneBytes, ids.Length, i), Share(charge.PricePicos, ids.Length, i));
            }

            if (charge.Window is { } window && window.ToMicros - window.FromMicros >= ShortestRatedMicros)
            {
                AddToRate(charge.Bytes, window.ToMicros - window.FromMicros);
            }
        }
    }

    private static long Share(long whole, int parts, int index) => whole / parts + (index == 0 ? whole % parts : 0);

    private void AddToDay(ScanCharge charge, long queryId, long bytes, long aloneBytes, long pricePicos)
    {
        using var upsert = new PreparedStatement(
            connection,
            """
            INSERT INTO scan_day (cluster_id, day, purpose, query_id, bytes, alone_bytes, scans, price_picos) VALUES (@0, @1, @2, @3, @4, @5, 1, @6)
            ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes, alone_bytes = alone_bytes + excluded.alone_bytes, scans = scans + 1,
                price_picos = price_picos + excluded.price_picos
            """,
            7);
        upsert.Execute(clusterId, DayOf(nowMicros), (int)charge.Purpose, queryId, bytes, aloneBytes, pricePicos);
    }

    private void AddToRate(long bytes, long windowMicros)
    {
        using var upsert = new PreparedStatement(
            connection,
            """
            INSERT INTO scan_rate (cluster_id, day, bytes, window_micros, peak_bytes_per_second) VALUES (@0, @1, @2, @3, @4)
            ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes, window_micros = window_micros + excluded.window_micros,
                peak_bytes_per_second = max(peak_bytes_per_second, excluded.peak_bytes_per_second)
            """,
            5);
        upsert.Execute(clusterId, DayOf(nowMicros), bytes, windowMicros, (long)(bytes * 1_000_000.0 / windowMicros));
    }
}
