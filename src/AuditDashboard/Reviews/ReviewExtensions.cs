using AuditDashboard.Api;
using AuditDashboard.Reviews.Packets;

namespace AuditDashboard.Reviews;

/// <summary>Registers and maps reviews.</summary>
internal static class ReviewExtensions
{
    /// <summary>Adds reviews; needs the API, sharing and the storage.</summary>
    public static IServiceCollection AddReviews(this IServiceCollection services) => services
        .AddSingleton<ReviewLists>().AddSingleton<ReviewReader>().AddSingleton<ReviewDesk>().AddSingleton<ReviewPacketMaker>().AddSingleton<ReviewEndpoint>().AddScoped<ReviewerName>();

    /// <summary>Maps <c>/reviews</c> into the API.</summary>
    public static void MapReviews(this RouteGroupBuilder api)
    {
        api.MapMethods("/reviews", ApiExtensions.ReadMethods, (ReviewEndpoint endpoint, HttpRequest request, CancellationToken cancellationToken) => endpoint.ListAsync(request, cancellationToken))
            .Describe("GetReviews", "Reviews with how far they are: open ones first, then the newest first.", ReviewEndpoint.Parameters);
        api.MapMethods(
                "/reviews/{code}", ApiExtensions.ReadMethods, (ReviewEndpoint endpoint, string code, HttpRequest request, CancellationToken cancellationToken) => endpoint.GetAsync(code, request, cancellationToken))
            .Produces<ReviewDocument>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .Describe("GetReview", "One review with its changes and all that was said of them; a closed one as it was signed.", []);
        api.MapMethods("/reviews/{code}/packet", ApiExtensions.ReadMethods, (ReviewEndpoint endpoint, string code, HttpContext context) => endpoint.GetPacketAsync(code, context))
            .Produces(StatusCodes.Status200OK, contentType: "application/zip").ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .Describe("GetReviewPacket", "The evidence packet of a review: a zip archive that the command verify checks offline.", []);
    }
}
