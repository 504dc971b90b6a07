using System.Net;
using AuditDashboard.Api;

namespace AuditDashboard.SignIn.Proxy;

/// <summary>
/// Stands before everything else in the mode <see cref="SignInMode.ProxyHeader"/>: whatever names a person in the proxy's headers without being one of
/// the listed proxies is answered with one sentence and recorded, also where nobody would need to be anybody; so is what a listed proxy says that
/// cannot be understood. Requests without the headers pass: they are of nobody, of a sign-in link's session, or of a token.
/// </summary>
internal sealed class ProxyGate(RequestDelegate next, SignInOptions options, ActivityLog activity)
{
    private static readonly object Named = new();

    /// <summary>Passes the request on, or refuses it.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var (user, groups) = (headers.ContainsKey(options.ProxyHeader.UserHeader), headers.ContainsKey(options.ProxyHeader.GroupsHeader));
        if (!user && !groups)
        {
            await next(context);
            return;
        }

        if (!options.ProxyHeader.Proxies.Contains(context.Connection.RemoteIpAddress))
        {
            await RefuseAsync(
                context,
                $"A request named a person in {(user ? options.ProxyHeader.UserHeader : options.ProxyHeader.GroupsHeader)} from an address that is not in SignIn:ProxyHeader:Proxies.",
                "The request says who you are, but did not come through a proxy that this dashboard trusts. Open the dashboard by its public address. An administrator finds this under Activity.");
            return;
        }

        if (user)
        {
            var (person, problem) = ProxyPerson.Read(headers, options);
            if (person is null)
            {
                // The sentence for people holds nothing of the request.
                await RefuseAsync(context, problem!, "The proxy in front of this dashboard signed you in, but what it says of you gives no role here. An administrator finds the reason under Activity.");
                return;
            }

            context.Items[Named] = person;
        }

        await next(context);
    }

    /// <summary>Whom the request's proxy names; null for nobody.</summary>
    public static Person? PersonOf(HttpContext context) => context.Items.TryGetValue(Named, out var person) ? person as Person : null;

    private async Task RefuseAsync(HttpContext context, string recorded, string said)
    {
        await activity.NoteRefusedAsync(context, recorded);
        if (ApiPaths.IsApi(context.Request.Path))
        {
            await SignInAnswers.ProblemAsync(context, StatusCodes.Status403Forbidden, said);
            return;
        }

        context.Response.StatusCode = (int)HttpStatusCode.Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(said, context.RequestAborted);
    }
}
