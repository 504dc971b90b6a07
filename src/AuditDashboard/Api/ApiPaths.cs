namespace AuditDashboard.Api;

/// <summary>Which paths are for programs.</summary>
internal static class ApiPaths
{
    /// <summary>True for the API and its description.</summary>
    public static bool IsApi(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase);
}
