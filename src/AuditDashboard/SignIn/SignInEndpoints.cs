using AuditDashboard.SignIn.Proxy;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace AuditDashboard.SignIn;

/// <summary>
/// Answers the two forms. Only a POST of our own page uses a link up: programs that look at links in chats for a preview send GETs, and another
/// page must not sign somebody in or out.
/// </summary>
internal sealed class SignInEndpoints(CredentialStore credentials, SessionEnd sessions, ActivityLog activity, SignInOptions options, IAntiforgery antiforgery)
{
    /// <summary>Most bytes of a form.</summary>
    public const long MaxFormBytes = 64 * 1024;

    /// <summary>The link does not open anything.</summary>
    public const string Refused = "refused";

    /// <summary>The form was not of our page, or of one that was open for too long.</summary>
    public const string Stale = "stale";

    /// <summary>Somebody has signed out.</summary>
    public const string SignedOut = "out";

    /// <summary>Uses a link up and sets the session's cookie.</summary>
    public async Task<IResult> SignInAsync(HttpContext context)
    {
        if (!await IsOurFormAsync(context))
        {
            return TypedResults.LocalRedirect(SignInPaths.PageOf(goTo: null, Stale));
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var goTo = form[SignInPaths.ReturnParameter].ToString();
        var link = SignInPaths.SecretIn(form[SignInPaths.LinkParameter]);
        if (await credentials.RedeemAsync(link, options.SessionLifetime, context.RequestAborted) is not var (session, secret))
        {
            await activity.NoteRefusedAsync(context, "A sign-in link was refused: unknown, used, revoked or expired.");
            return TypedResults.LocalRedirect(SignInPaths.PageOf(goTo, Refused));
        }

        // From here on the link is used up: what follows is not left half done when the browser hangs up.
        var person = Person.Of(session);
        await sessions.EndAsync(context.User, context);
        await activity.AddAsync(ActivityKind.SignIn, person, $"Signed in as {RoleWords.Of(person)}.", ActivityLog.AddressOf(context), CancellationToken.None);
        await context.SignInAsync(
            SessionCookie.Scheme, person.ToPrincipal(SessionCookie.Scheme, secret), new AuthenticationProperties { IsPersistent = true, ExpiresUtc = session.ExpiresAt });
        return TypedResults.LocalRedirect(SignInPaths.SafeReturn(goTo));
    }

    /// <summary>Ends the session for good, in every window of the browser.</summary>
    public async Task<IResult> SignOutAsync(HttpContext context)
    {
        if (!await IsOurFormAsync(context))
        {
            return TypedResults.LocalRedirect(SignInPaths.PageOf(goTo: null, Stale));
        }

        await sessions.EndAsync(context.User, context);
        await context.SignOutAsync(SessionCookie.Scheme);
        var atProxy = ProxyGate.PersonOf(context) is null ? "" : options.ProxyHeader.SignOutPath;
        return TypedResults.LocalRedirect(atProxy.Length > 0 ? atProxy : SignInPaths.PageOf(goTo: null, SignedOut));
    }

    // False also where the body is no form, or is too long.
    private async Task<bool> IsOurFormAsync(HttpContext context)
    {
        try
        {
            return context.Request.HasFormContentType && await antiforgery.IsRequestValidAsync(context);
        }
        catch (Exception exception) when (exception is AntiforgeryValidationException or BadHttpRequestException or InvalidDataException)
        {
            return false;
        }
    }
}
