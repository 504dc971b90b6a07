namespace AuditDashboard.Reviews;

/// <summary>Addresses of reviews.</summary>
internal static class ReviewPaths
{
    /// <summary>The page that lists them.</summary>
    public const string All = "/reviews";

    /// <summary>The page of one.</summary>
    public static string Of(string code) => "/reviews/" + code;
}
