using AuditDashboard.Api;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace AuditDashboard.SignIn;

/// <summary>The cookie of a browser that is signed in: it names a session, which the database must still know at every request.</summary>
internal sealed class SessionCookie(CredentialStore credentials, ActivityLog activity) : CookieAuthenticationEvents
{
    /// <summary>Name of the scheme.</summary>
    public const string Scheme = "Session";

    // The page loads itself once more. Nothing of the request stands in it.
    private const string OnceMore =
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="0"><title>AuditDashboard</title></head>
        <body><p><a href="">Open the page</a></p></body></html>
        """;

    /// <summary>How the cookie is set.</summary>
    public static void Configure(CookieAuthenticationOptions cookie, SignInOptions options)
    {
        // Behind a proxy that speaks TLS the connection to us is plain: the public address says what the browser sees.
        cookie.Cookie.Name = options.IsSecure ? "__Host-AuditDashboard" : "AuditDashboard";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.Path = "/";
        cookie.Cookie.SecurePolicy = options.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.ExpireTimeSpan = options.SessionLifetime;
        cookie.SlidingExpiration = false;
        cookie.EventsType = typeof(SessionCookie);
    }

    /// <inheritdoc/>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var secret = context.Principal?.FindFirst(Person.SessionClaim)?.Value;
        if (await credentials.FindValidAsync(CredentialKind.Session, secret, context.HttpContext.RequestAborted) is not { } session)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
            return;
        }

        // Name and role are the session's, whatever the cookie said.
        context.ReplacePrincipal(new Person(session.Name, session.Role, IsSignedIn: true).ToPrincipal(Scheme, secret));
    }

    /// <inheritdoc/>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var (request, response) = (context.Request, context.Response);
        if (IsForPrograms(request))
        {
            return SignInAnswers.ProblemAsync(context.HttpContext, StatusCodes.Status401Unauthorized, "Sign in, or send a valid API token: Authorization: Bearer TOKEN.");
        }

        // A link in a chat or a ticket: the browser keeps a strict cookie back when another site leads here, though somebody may be signed in.
        // What our own page asks for comes with the cookie, and a second time the browser says "same-origin".
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
        {
            response.ContentType = "text/html; charset=utf-8";
            return response.WriteAsync(OnceMore, context.HttpContext.RequestAborted);
        }

        // Relative: what stands in Host is the proxy's choice.
        response.Redirect(SignInPaths.PageOf(request.Path + request.QueryString));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        await activity.NoteForbiddenAsync(context.HttpContext);
        if (IsForPrograms(context.Request))
        {
            await SignInAnswers.ProblemAsync(context.HttpContext, StatusCodes.Status403Forbidden, "Your role does not allow this.");
        }
        else
        {
            context.Response.Redirect(SignInPaths.NotAllowed);
        }
    }

    private static bool IsForPrograms(HttpRequest request) =>
        ApiPaths.IsApi(request.Path) || request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) || !HttpMethods.IsGet(request.Method);
}
