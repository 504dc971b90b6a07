using AuditDashboard.Api;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace AuditDashboard.SignIn;

/// <summary>The cookie of a browser that is signed in: it names a session, which the database must still know at every request.</summary>
internal sealed class SessionCookie(CredentialStore credentials) : CookieAuthenticationEvents
{
    /// <summary>Name of the scheme.</summary>
    public const string Scheme = "Session";

    /// <summary>How the cookie is set.</summary>
    public static void Configure(CookieAuthenticationOptions cookie, SignInOptions options)
    {
        // Behind a proxy that speaks TLS the connection to us is plain: the public address says what the browser sees.
        var isSecure = options.PublicUrl?.Scheme == Uri.UriSchemeHttps;
        cookie.Cookie.Name = isSecure ? "__Host-AuditDashboard" : "AuditDashboard";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.Path = "/";
        cookie.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

        // Lax, not Strict: a link in a chat opens the page signed in. What changes anything is a POST with an antiforgery token.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.ExpireTimeSpan = options.SessionLifetime;
        cookie.SlidingExpiration = false;
        cookie.LoginPath = SignInPaths.SignIn;
        cookie.AccessDeniedPath = SignInPaths.NotAllowed;
        cookie.ReturnUrlParameter = SignInPaths.ReturnParameter;
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
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) =>
        IsForPrograms(context.Request)
            ? SignInAnswers.ProblemAsync(context.HttpContext, StatusCodes.Status401Unauthorized, "Sign in, or send a valid API token: Authorization: Bearer TOKEN.")
            : base.RedirectToLogin(context);

    /// <inheritdoc/>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        IsForPrograms(context.Request)
            ? SignInAnswers.ProblemAsync(context.HttpContext, StatusCodes.Status403Forbidden, "Your role does not allow this.")
            : base.RedirectToAccessDenied(context);

    private static bool IsForPrograms(HttpRequest request) =>
        ApiPaths.IsApi(request.Path) || request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) || !HttpMethods.IsGet(request.Method);
}
