namespace AuditDashboard.Sharing;

/// <summary>Addresses of sharing.</summary>
internal static class SharePaths
{
    /// <summary>The page that lists short links.</summary>
    public const string Links = "/links";

    /// <summary>Route of a short link.</summary>
    public const string ShortRoute = "/s/{code}";

    /// <summary>A link that opens without sign-in.</summary>
    public static string Open(string secret) => "/o/" + secret;

    /// <summary>The page of a snapshot.</summary>
    public static string Snapshot(string code) => "/snapshots/" + code;

    /// <summary>The evidence packet of a snapshot.</summary>
    public static string Packet(string code) => $"/api/v1/snapshots/{code}/packet";

    /// <summary>A short link.</summary>
    public static string Short(string code) => "/s/" + code;
}
