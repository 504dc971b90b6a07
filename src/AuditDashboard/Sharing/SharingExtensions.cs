namespace AuditDashboard.Sharing;

/// <summary>Registers and maps sharing.</summary>
internal static class SharingExtensions
{
    /// <summary>Adds what the endpoint needs.</summary>
    public static IServiceCollection AddSharing(this IServiceCollection services) => services.AddSingleton<ShortLinkEndpoint>();

    /// <summary>Maps short links.</summary>
    public static void MapSharing(this WebApplication app) =>
        app.MapGet(SharePaths.ShortRoute, (string code, ShortLinkEndpoint endpoint, HttpContext context) => endpoint.OpenAsync(code, context)).ExcludeFromDescription();
}
