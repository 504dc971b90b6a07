using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Costs;

/// <summary>Today's bill of clusters that were forgotten, by name: the source has billed it, so it counts against the day's budget all the same.</summary>
internal static class ForgottenSpend
{
    /// <summary>Keeps what was billed today for a cluster that is about to be removed.</summary>
    public static void Keep(SqliteConnection connection, string cluster, long clusterId, long nowMicros)
    {
        using var spent = new PreparedStatement(connection, "SELECT sum(price_picos) FROM scan_day WHERE cluster_id = @0 AND day = @1", 2);
        Add(connection, cluster, spent.Number(clusterId, ScanCostWriter.DayOf(nowMicros)) ?? 0, nowMicros);
    }

    /// <summary>Adds to what was billed today for a cluster that is not stored.</summary>
    public static void Add(SqliteConnection connection, string cluster, long pricePicos, long nowMicros)
    {
        var today = ScanCostWriter.DayOf(nowMicros);
        using var old = new PreparedStatement(connection, "DELETE FROM forgotten_spend WHERE day < @0", 1);
        old.Execute(today);
        if (pricePicos <= 0)
        {
            return;
        }

        using var upsert = new PreparedStatement(
            connection,
            "INSERT INTO forgotten_spend (cluster, day, price_picos) VALUES (@0, @1, @2) ON CONFLICT DO UPDATE SET price_picos = price_picos + excluded.price_picos",
            3);
        upsert.Execute(StorableText.Keep(cluster), today, pricePicos);
    }
}
