using System.Net;
using AuditDashboard.SignIn;

namespace AuditDashboard.Loopback;

/// <summary>
/// Refuses what did not come straight from this machine's own pages: another host's name (a rebound DNS name), a request through a proxy,
/// and a request that a page elsewhere made, also one of another port of this machine. Where people sign in, other machines and a proxy are
/// answered, under the names that the settings know.
/// </summary>
internal sealed class LoopbackGuard(RequestDelegate next, SignInOptions options, ILogger<LoopbackGuard> logger)
{
    /// <summary>Passes the request on, or answers it with one sentence.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var isLoopback = options.Mode == SignInMode.Loopback;
        if ((isLoopback ? RequestRules.FindProblem(context) : RequestRules.FindProblem(context, options.PublicUrl)) is not { } problem)
        {
            if (!isLoopback)
            {
                ShowAsPublic(context.Request);
            }

            return next(context);
        }

        LoopbackLog.Refused(logger, problem.Rule);
        context.Response.StatusCode = (int)problem.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(problem.Message, context.RequestAborted);
    }

    // What stands behind a proxy sees the connection to the proxy: pages and cookies are made for what the browser sees. Nothing is read from
    // X-Forwarded headers, which anybody can write.
    private void ShowAsPublic(HttpRequest request)
    {
        if (options.PublicUrl is { } url && string.Equals(request.Host.Host, url.IdnHost, StringComparison.OrdinalIgnoreCase))
        {
            request.Scheme = url.Scheme;
            request.Host = url.IsDefaultPort ? new HostString(url.IdnHost) : new HostString(url.IdnHost, url.Port);
        }
    }
}

/// <summary>Why a request is refused.</summary>
/// <param name="Status">The answer's status.</param>
/// <param name="Rule">Name of the rule, for the log.</param>
/// <param name="Message">One sentence, without anything from the request.</param>
internal sealed record RequestProblem(HttpStatusCode Status, string Rule, string Message);
