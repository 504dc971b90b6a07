namespace AuditDashboard.Storage.Costs;

/// <summary>Prices of scanned bytes. A GB is 10⁹ bytes here, so that what is shown is never less than what is billed by the larger unit.</summary>
public static class ScanPrice
{
    /// <summary>The price of a GB unless the settings say another, US dollars: that of most regions.</summary>
    public const double DefaultPerGigabyte = 0.005;

    private const double PicosPerDollar = 1e12;
    private const double BytesPerGigabyte = 1e9;

    /// <summary>The price of bytes in units of 10⁻¹² US dollars, rounded up.</summary>
    /// <param name="bytes">Bytes scanned.</param>
    /// <param name="perGigabyte">Price of 10⁹ bytes, US dollars.</param>
    public static long ToPicos(double bytes, double perGigabyte) => (long)Math.Ceiling(Math.Round(bytes * perGigabyte * (PicosPerDollar / BytesPerGigabyte), 6));

    /// <summary>US dollars of a price in units of 10⁻¹² US dollars.</summary>
    public static double ToDollars(long picos) => picos / PicosPerDollar;

    /// <summary>Units of 10⁻¹² US dollars of a price in US dollars.</summary>
    public static long FromDollars(double dollars) => (long)(dollars * PicosPerDollar);
}
