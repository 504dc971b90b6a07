using AuditDashboard.Storage;

namespace AuditDashboard.Api;

/// <summary>Turns what goes wrong in a request of the API into problem details; pages have an error page of their own.</summary>
internal sealed class ApiFaultFilter(ILogger<ApiFaultFilter> logger) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StorageException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The edge of a request: the caller gets a problem, the log the rest.
            ApiLog.RequestFailed(logger, exception);
            return TypedResults.Problem("The request could not be answered. The server's log says why.", statusCode: StatusCodes.Status500InternalServerError);
        }
    }
}

/// <summary>Log messages of the API.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(5001, LogLevel.Error, "A request of the API could not be answered.")]
    public static partial void RequestFailed(ILogger logger, Exception exception);
}
