namespace AuditDashboard.Storage.Costs;

/// <summary>What a source billed for one query of one cluster on one day.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Day">The UTC day.</param>
/// <param name="Purpose">What it was scanned for.</param>
/// <param name="QueryId">The canned query; null for a person's own.</param>
/// <param name="Bytes">Its share of the bytes that were billed.</param>
/// <param name="AloneBytes">Bytes that it would have scanned by itself.</param>
/// <param name="Scans">Scans that read for it.</param>
/// <param name="PricePicos">Price of its share, in units of 10⁻¹² US dollars.</param>
public sealed record ScanDay(string Cluster, DateOnly Day, ScanPurpose Purpose, string? QueryId, long Bytes, long AloneBytes, long Scans, long PricePicos);

/// <summary>How much a log holds, as scans of the last days found it.</summary>
/// <param name="BytesPerSecond">On average, bytes a second.</param>
/// <param name="PeakBytesPerSecond">Of the scan with the most, bytes a second.</param>
public sealed record ScanRate(double BytesPerSecond, double PeakBytesPerSecond);
