using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace AuditDashboard.SignIn.Provider;

/// <summary>
/// Signs people in by an OpenID Connect provider: authorization code with PKCE. What comes back opens a session of our own, which the database
/// knows and can end; the provider's tokens are not kept.
/// </summary>
internal sealed class ProviderSignIn(CredentialStore credentials, SessionEnd sessions, ActivityLog activity, SignInOptions options) : OpenIdConnectEvents
{
    /// <summary>Name of the scheme.</summary>
    public const string Scheme = "Provider";

    /// <summary>The provider, or what it said, does not sign this person in.</summary>
    public const string Failed = "provider";

    /// <summary>The person is known to the provider but has no role here.</summary>
    public const string NoRole = "role";

    /// <summary>The provider cannot be reached.</summary>
    public const string Unreachable = "unreachable";

    private const int MaxReason = 300;

    /// <summary>How the provider is asked, and what of it is believed.</summary>
    public static void Configure(OpenIdConnectOptions oidc, SignInOptions options)
    {
        var provider = options.OpenIdConnect;
        oidc.SignInScheme = SessionCookie.Scheme;
        oidc.EventsType = typeof(ProviderSignIn);
        oidc.Authority = provider.Authority!.ToString(); // the settings' check wants one in this mode
        oidc.RequireHttpsMetadata = !provider.Authority.IsLoopback;
        oidc.ClientId = provider.ClientId;
        oidc.ClientSecret = provider.ClientSecret.Length > 0 ? provider.ClientSecret : null;
        oidc.CallbackPath = SignInPaths.Back;

        // Addresses at which anybody's GET would sign somebody out.
        oidc.RemoteSignOutPath = PathString.Empty;
        oidc.SignedOutCallbackPath = PathString.Empty;

        // By GET: a POST from the provider's page is one from another site, which the guard refuses, and our cookies do not go with it.
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.SaveTokens = false;
        oidc.MapInboundClaims = false;
        oidc.Scope.Clear();
        foreach (var scope in provider.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append("openid").Distinct(StringComparer.Ordinal))
        {
            oidc.Scope.Add(scope);
        }

        oidc.GetClaimsFromUserInfoEndpoint = provider.ReadsUserInfo;
        oidc.ClaimActions.MapJsonKey(provider.NameClaim, provider.NameClaim);
        oidc.ClaimActions.MapJsonKey(provider.RoleClaim, provider.RoleClaim);
        oidc.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);

        // Signed by a key that the provider publishes: never by what both sides know.
        oidc.TokenValidationParameters.ValidAlgorithms =
        [
            SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
            SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
            SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        ];
        oidc.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(10);
        oidc.BackchannelTimeout = TimeSpan.FromSeconds(15);
        oidc.BackchannelHttpHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5) };
        foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
        {
            cookie.HttpOnly = true;
            cookie.IsEssential = true;
            cookie.SameSite = SameSiteMode.Lax; // sent when the provider leads the tab back
            cookie.SecurePolicy = options.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }
    }

    /// <summary>Leads to the provider, and then to a page of ours.</summary>
    public static async Task<IResult> StartAsync(HttpContext context, ActivityLog activity, string? goTo)
    {
        try
        {
            await context.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = SignInPaths.SafeReturn(goTo), IsPersistent = true });
            return TypedResults.Empty;
        }
        catch (Exception exception) when (IsUnreachable(exception, context))
        {
            await activity.NoteRefusedAsync(context, $"The sign-in provider could not be asked: {Shortened(exception.Message)}");
            return TypedResults.LocalRedirect(SignInPaths.PageOf(goTo, Unreachable));
        }
    }

    /// <summary>Leads to the provider to sign out there too, if it has a page for that.</summary>
    public static async Task<IResult> LeaveAsync(HttpContext context, IOptionsMonitor<OpenIdConnectOptions> all)
    {
        var oidc = all.Get(Scheme);
        try
        {
            var known = await oidc.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted); // set by the scheme's own set-up
            if (!string.IsNullOrEmpty(known.EndSessionEndpoint))
            {
                var back = $"{context.Request.Scheme}://{context.Request.Host}{SignInPaths.PageOf(goTo: null, SignInEndpoints.SignedOut)}";
                var leave = new OpenIdConnectMessage { IssuerAddress = known.EndSessionEndpoint, ClientId = oidc.ClientId, PostLogoutRedirectUri = back };
                return TypedResults.Redirect(leave.CreateLogoutRequestUrl());
            }
        }
        catch (Exception exception) when (IsUnreachable(exception, context))
        {
            return TypedResults.LocalRedirect(SignInPaths.PageOf(goTo: null, Unreachable));
        }

        return TypedResults.LocalRedirect(SignInPaths.PageOf(goTo: null, SignInEndpoints.SignedOut));
    }

    /// <inheritdoc/>
    public override Task TokenResponseReceived(TokenResponseReceivedContext context)
    {
        // The handler checks a signature that is there, but takes a token without one where it comes straight from the provider.
        if (context.TokenEndpointResponse.IdToken is { Length: > 0 } token && token.Split('.') is not [_, _, { Length: > 0 }])
        {
            context.Fail("The provider's ID token is not signed.");
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task TicketReceived(TicketReceivedContext context)
    {
        var (person, problem) = ProviderPerson.Read([.. context.Principal?.Claims ?? []], options);
        if (person is null)
        {
            await activity.NoteRefusedAsync(context.HttpContext, problem!); // there is one where there is no person
            context.Response.Redirect(SignInPaths.PageOf(context.ReturnUri, NoRole));
            context.HandleResponse();
            return;
        }

        // The code is used up: what follows is not left half done when the browser hangs up.
        var before = await context.HttpContext.AuthenticateAsync(SessionCookie.Scheme); // the middleware that is here has not yet asked who it is
        await sessions.EndAsync(before.Principal, context.HttpContext);

        // What the provider says now holds in the person's other browsers too: pages that are open by a role of before go blank.
        await sessions.EndOthersAsync(person, context.HttpContext);
        var (session, secret) = await credentials.CreateAsync(CredentialKind.Session, person.Name, person.Role, person.Clusters, options.SessionLifetime, CancellationToken.None);
        await activity.AddAsync(
            ActivityKind.SignIn, person, $"Signed in by the provider as {RoleWords.Of(person)}.", ActivityLog.AddressOf(context.HttpContext), CancellationToken.None);
        context.Principal = person.ToPrincipal(SessionCookie.Scheme, secret);
        context.Properties = new AuthenticationProperties { IsPersistent = true, ExpiresUtc = session.ExpiresAt };
        context.ReturnUri = SignInPaths.SafeReturn(context.ReturnUri);
    }

    /// <inheritdoc/>
    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        await activity.NoteRefusedAsync(context.HttpContext, $"A sign-in by the provider failed: {Shortened(context.Failure?.Message ?? "it does not say why")}");
        context.Response.Redirect(SignInPaths.PageOf(context.Properties?.RedirectUri, Failed));
        context.HandleResponse();
    }

    private static bool IsUnreachable(Exception exception, HttpContext context) =>
        exception is InvalidOperationException or HttpRequestException or IOException or TaskCanceledException && !context.RequestAborted.IsCancellationRequested;

    private static string Shortened(string text) => text.Length > MaxReason ? text[..MaxReason] + "…" : text;
}
