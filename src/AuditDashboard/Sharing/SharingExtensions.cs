using AuditDashboard.Sharing.OpenLinks;
using AuditDashboard.Sharing.Snapshots;

namespace AuditDashboard.Sharing;

/// <summary>Registers and maps sharing.</summary>
internal static class SharingExtensions
{
    /// <summary>Adds short links and snapshots; needs the API and the storage.</summary>
    public static IServiceCollection AddSharing(this IServiceCollection services) => services
        .AddSingleton<ShortLinkEndpoint>().AddSingleton<SnapshotKeyHolder>().AddSingleton<SnapshotReader>().AddSingleton<SnapshotMaker>().AddSingleton<OpenLinkDesk>();

    /// <summary>Maps short links.</summary>
    public static void MapSharing(this WebApplication app) =>
        app.MapGet(SharePaths.ShortRoute, (string code, ShortLinkEndpoint endpoint, HttpContext context) => endpoint.OpenAsync(code, context)).ExcludeFromDescription();
}
