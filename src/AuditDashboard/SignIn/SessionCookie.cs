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

    /// <summary>How the cookie is set.</summary>
    public static void Configure(CookieAuthenticationOptions cookie, SignInOptions options)
    {
        // Behind a proxy that speaks TLS the connection to us is plain: the public address says what the browser sees.
        cookie.Cookie.Name = options.IsSecure ? "__Host-AuditDashboard" : "AuditDashboard";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.Path = "/";
        cookie.Cookie.SecurePolicy = options.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

        // Not Strict: a link in a chat or a ticket would find nobody signed in. What another site can send with it is a GET that opens a tab: the guard
        // refuses everything else from elsewhere, and no GET changes anything.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
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
        context.ReplacePrincipal(Person.Of(session).ToPrincipal(Scheme, secret));
    }

    /// <inheritdoc/>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (IsForPrograms(context.Request))
        {
            return SignInAnswers.ProblemAsync(context.HttpContext, StatusCodes.Status401Unauthorized, "Sign in, or send a valid API token: Authorization: Bearer TOKEN.");
        }

        // Relative: what stands in Host is the proxy's choice.
        context.Response.Redirect(SignInPaths.PageOf(context.Request.Path + context.Request.QueryString));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) => RefuseAsync(context.HttpContext, activity);

    /// <summary>Answers and records that a role does not allow what was asked for.</summary>
    public static async Task RefuseAsync(HttpContext context, ActivityLog activity)
    {
        await activity.NoteForbiddenAsync(context);
        if (IsForPrograms(context.Request))
        {
            await SignInAnswers.ProblemAsync(context, StatusCodes.Status403Forbidden, "Your role does not allow this.");
        }
        else
        {
            context.Response.Redirect(SignInPaths.NotAllowed);
        }
    }

    private static bool IsForPrograms(HttpRequest request) =>
        ApiPaths.IsApi(request.Path) || request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) || !HttpMethods.IsGet(request.Method);
}
