using AuditDashboard.Api;
using AuditDashboard.Packets;
using AuditDashboard.Reviews.Packets;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuditDashboard.Reviews;

/// <summary><c>/api/v1/reviews</c> and what lies below.</summary>
internal sealed class ReviewEndpoint(ReviewReader reader, ReviewPacketMaker packets, ActivityLog activity, TimeProvider clock)
{
    private const string Nothing = "There is no review of this code.";

    private static readonly ApiParameter State = new("state", "open or closed. Default: both.");

    /// <summary>Parameters of the list.</summary>
    public static IReadOnlyList<ApiParameter> Parameters { get; } = [State];

    /// <summary>The list: open ones first, then the newest first.</summary>
    public async Task<Results<Ok<ListAnswer<ReviewListItem>>, ValidationProblem>> ListAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var query = new ApiQuery(request.Query, Parameters, clock.GetUtcNow());
        var state = query.Text(State);
        if (state is not (null or "open" or "closed"))
        {
            query.Refuse(State.Name, $"state is '{state}'. Write open or closed.");
        }

        return query.Errors.Count > 0
            ? ApiEndpoints.Refuse(query)
            : TypedResults.Ok(new ListAnswer<ReviewListItem>([.. (await reader.ListAsync(state is null ? null : state == "open", ReviewReader.MaxListed, cancellationToken)).Select(ReviewListItem.Of)]));
    }

    /// <summary>One review: the bytes that its packet holds as review.json.</summary>
    public async Task<IResult> GetAsync(string code, HttpRequest request, CancellationToken cancellationToken)
    {
        var query = new ApiQuery(request.Query, [], clock.GetUtcNow());
        if (query.Errors.Count > 0)
        {
            return ApiEndpoints.Refuse(query);
        }

        return await reader.ReadAsync(code, cancellationToken) is not { } view ? TypedResults.Problem(Nothing, statusCode: StatusCodes.Status404NotFound)
            : view.Document is not { } document ? TypedResults.Problem(view.Broken, statusCode: StatusCodes.Status500InternalServerError)
            : TypedResults.Bytes(view.Review.Sealed?.ToArray() ?? document.ToBytes(), "application/json; charset=utf-8");
    }

    /// <summary>The evidence packet of a review, made anew each time.</summary>
    public async Task<IResult> GetPacketAsync(string code, HttpContext context)
    {
        var query = new ApiQuery(context.Request.Query, [], clock.GetUtcNow());
        if (query.Errors.Count > 0)
        {
            return ApiEndpoints.Refuse(query);
        }

        if (await reader.ReadAsync(code, context.RequestAborted) is not { } view)
        {
            return TypedResults.Problem(Nothing, statusCode: StatusCodes.Status404NotFound);
        }

        var person = Person.From(context.User)?.Name ?? ActivityLog.Nobody;
        var files = await packets.MakeAsync(view, person, context.RequestAborted);
        if (HttpMethods.IsGet(context.Request.Method))
        {
            // Before the first byte: what cannot be recorded is not given out.
            await activity.AddAsync(
                ActivityKind.Review, person, $"Exported the packet of the review {view.Review.Code} \"{view.Review.Title}\".", ActivityLog.AddressOf(context), context.RequestAborted);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(
            async output =>
            {
                foreach (var stretch in PacketArchive.Write(files))
                {
                    await output.WriteAsync(stretch, context.RequestAborted);
                }
            },
            "application/zip",
            $"review-{view.Review.Code}.zip");
    }
}
