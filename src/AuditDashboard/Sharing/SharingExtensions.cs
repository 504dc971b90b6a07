using AuditDashboard.Api;
using AuditDashboard.Sharing.OpenLinks;
using AuditDashboard.Sharing.Packets;
using AuditDashboard.Sharing.Snapshots;

namespace AuditDashboard.Sharing;

/// <summary>Registers and maps sharing.</summary>
internal static class SharingExtensions
{
    /// <summary>Adds short links and snapshots; needs the API and the storage.</summary>
    public static IServiceCollection AddSharing(this IServiceCollection services) => services
        .AddSingleton<ShortLinkEndpoint>().AddSingleton<SnapshotKeyHolder>().AddSingleton<SnapshotReader>().AddSingleton<SnapshotMaker>().AddSingleton<OpenLinkDesk>()
        .AddSingleton<SnapshotPacketMaker>().AddSingleton<SnapshotPacketEndpoint>();

    /// <summary>Maps short links.</summary>
    public static void MapSharing(this WebApplication app) =>
        app.MapGet(SharePaths.ShortRoute, (string code, ShortLinkEndpoint endpoint, HttpContext context) => endpoint.OpenAsync(code, context)).ExcludeFromDescription();

    /// <summary>Maps <c>/snapshots</c> into the API.</summary>
    public static void MapSnapshots(this RouteGroupBuilder api) =>
        api.MapMethods("/snapshots/{code}/packet", ApiExtensions.ReadMethods, (SnapshotPacketEndpoint endpoint, string code, HttpContext context) => endpoint.GetAsync(code, context))
            .Produces(StatusCodes.Status200OK, contentType: "application/zip").ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .Describe("GetSnapshotPacket", "The evidence packet of a snapshot: a zip archive that the command verify checks offline.", []);
}
