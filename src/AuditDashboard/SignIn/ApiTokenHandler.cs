using System.Text.Encodings.Web;
using AuditDashboard.Api;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace AuditDashboard.SignIn;

/// <summary>Scripts: <c>Authorization: Bearer TOKEN</c>, for the HTTP API alone.</summary>
internal sealed class ApiTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, CredentialStore credentials, ActivityLog activity)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public new const string Scheme = "ApiToken";

    private const string Prefix = "Bearer ";

    /// <summary>True if the request says that it carries a token.</summary>
    public static bool IsPresent(HttpRequest request) => request.Headers.Authorization.Count > 0;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsPresent(Request))
        {
            return AuthenticateResult.NoResult();
        }

        if (!ApiPaths.IsApi(Request.Path))
        {
            return AuthenticateResult.Fail("A token opens the API only.");
        }

        var header = Request.Headers.Authorization.ToString();
        var secret = header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null;
        if (await credentials.FindValidAsync(CredentialKind.ApiToken, secret, Context.RequestAborted) is not { } token)
        {
            return AuthenticateResult.Fail("The token is not valid.");
        }

        try
        {
            await credentials.NoteUseAsync(token, Context.RequestAborted);
        }
        catch (Exception exception) when (exception is StorageException or SqliteException)
        {
            // When it was last used is not known then; the call itself only reads.
        }

        return AuthenticateResult.Success(new AuthenticationTicket(Person.Of(token).ToPrincipal(Scheme), Scheme));
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"AuditDashboard\"";
        if (IsPresent(Request))
        {
            await activity.NoteRefusedAsync(Context, "A call of the API came with a token that is not valid.");
        }

        await SignInAnswers.ProblemAsync(Context, StatusCodes.Status401Unauthorized, "Sign in, or send a valid API token: Authorization: Bearer TOKEN.");
    }

    /// <inheritdoc/>
    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        await activity.NoteForbiddenAsync(Context);
        await SignInAnswers.ProblemAsync(Context, StatusCodes.Status403Forbidden, "The token's role does not allow this.");
    }
}
