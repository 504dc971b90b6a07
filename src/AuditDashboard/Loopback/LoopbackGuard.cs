using System.Net;

namespace AuditDashboard.Loopback;

/// <summary>
/// Refuses what did not come straight from this machine's own pages: another host's name (a rebound DNS name), a request through a proxy,
/// and a request that a page elsewhere made, also one of another port of this machine.
/// </summary>
internal sealed class LoopbackGuard(RequestDelegate next, ILogger<LoopbackGuard> logger)
{
    /// <summary>Passes the request on, or answers it with one sentence.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (RequestRules.FindProblem(context) is not { } problem)
        {
            return next(context);
        }

        LoopbackLog.Refused(logger, problem.Rule);
        context.Response.StatusCode = (int)problem.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(problem.Message, context.RequestAborted);
    }
}

/// <summary>Why a request is refused.</summary>
/// <param name="Status">The answer's status.</param>
/// <param name="Rule">Name of the rule, for the log.</param>
/// <param name="Message">One sentence, without anything from the request.</param>
internal sealed record RequestProblem(HttpStatusCode Status, string Rule, string Message);
