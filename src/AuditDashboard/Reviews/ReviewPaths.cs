namespace AuditDashboard.Reviews;

/// <summary>Addresses of reviews.</summary>
internal static class ReviewPaths
{
    /// <summary>The page that lists them.</summary>
    public const string All = "/reviews";

    /// <summary>The evidence packet of one.</summary>
    public static string Packet(string code) => $"/api/v1/reviews/{code}/packet";

    /// <summary>The page of one.</summary>
    public static string Of(string code) => "/reviews/" + code;
}
