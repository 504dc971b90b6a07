namespace AuditDashboard.Storage.Costs;

/// <summary>What a scan was made for. The numbers are stored.</summary>
public enum ScanPurpose
{
    /// <summary>A harvest of canned queries.</summary>
    Harvest = 1,

    /// <summary>A query that a person ran.</summary>
    Explore = 2,

    /// <summary>A comparison or check by the command line.</summary>
    Check = 3,
}

/// <summary>One scan that a source bills.</summary>
/// <param name="Purpose">What it was made for.</param>
/// <param name="QueryIds">The canned queries that shared it; empty for a person's own query.</param>
/// <param name="Bytes">Bytes scanned, as billed.</param>
/// <param name="AloneBytes">Bytes that the same reading would have scanned query by query.</param>
/// <param name="Window">The time that was scanned; null where its length says nothing of the log's rate.</param>
/// <param name="PricePicos">Its price, in units of 10⁻¹² US dollars.</param>
public sealed record ScanCharge(ScanPurpose Purpose, IReadOnlyList<string> QueryIds, long Bytes, long AloneBytes, TimeWindow? Window, long PricePicos);
