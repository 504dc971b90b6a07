using System.Globalization;
using System.Threading.RateLimiting;
using AuditDashboard.Sharing.OpenLinks;
using AuditDashboard.SignIn.Provider;
using AuditDashboard.SignIn.Proxy;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace AuditDashboard.SignIn;

/// <summary>Registers and maps sign-in: nothing is answered to nobody, unless an endpoint says that it may be.</summary>
internal static class SignInExtensions
{
    /// <summary>Policy of what administrators alone may do.</summary>
    public const string Administrators = nameof(DashboardRole.Administrator);

    /// <summary>Policy of what concerns all clusters at once, for administrators whose role has no limit.</summary>
    public const string AdministratorsOfAll = nameof(AdministratorsOfAll);

    /// <summary>Policy of what viewers may not do.</summary>
    public const string Reviewers = nameof(DashboardRole.Reviewer);

    private const string Attempts = "sign-in";
    private static readonly TimeSpan AttemptWindow = TimeSpan.FromMinutes(1);

    /// <summary>Adds the schemes of the mode and the rule that everything needs a person.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services, SignInOptions options)
    {
        services.AddSingleton(options).AddSingleton<RefusalGate>().AddSingleton<ActivityLog>().AddSingleton<ActivityReader>().AddScoped<CurrentPerson>().AddSingleton<CircuitGate>().AddSingleton<OpenPages>();
        services.AddCascadingAuthenticationState();

        // The fallback holds for whatever has no rule of its own, also for addresses that lead to nothing.
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(signedIn)
            .SetFallbackPolicy(signedIn)
            .AddPolicy(Reviewers, policy => policy.RequireAuthenticatedUser().RequireRole(nameof(DashboardRole.Reviewer), nameof(DashboardRole.Administrator)))
            .AddPolicy(AdministratorsOfAll, policy => policy.RequireAuthenticatedUser().RequireRole(nameof(DashboardRole.Administrator)).RequireClaim(Person.AllClustersClaim, bool.TrueString))
            .AddPolicy(Administrators, policy => policy.RequireAuthenticatedUser().RequireRole(nameof(DashboardRole.Administrator)));
        if (options.Mode == SignInMode.Loopback)
        {
            services.AddAuthentication(LocalPersonHandler.Scheme).AddScheme<AuthenticationSchemeOptions, LocalPersonHandler>(LocalPersonHandler.Scheme, configureOptions: null);
        }
        else
        {
            var schemes = AddSessions(services, options);
            if (options.Mode == SignInMode.ProxyHeader)
            {
                services.AddSingleton<ProxySessions>();
                schemes.AddScheme<AuthenticationSchemeOptions, ProxyHandler>(ProxyHandler.Scheme, configureOptions: null);
            }

            if (options.Mode == SignInMode.OpenIdConnect)
            {
                services.AddScoped<ProviderSignIn>().AddSingleton<BackChannelLogout>();
                schemes.AddOpenIdConnect(ProviderSignIn.Scheme, displayName: null, oidc => ProviderSignIn.Configure(oidc, options));
            }
        }

        return services;
    }

    /// <summary>Who asks, then whether they may. Must come after routing has chosen the endpoint.</summary>
    public static void UseSignIn(this WebApplication app)
    {
        app.Use(ClusterLimits.BeforeSignInAsync);
        if (app.Services.GetRequiredService<SignInOptions>().Mode == SignInMode.ProxyHeader)
        {
            app.UseMiddleware<ProxyGate>();
        }

        app.UseAuthentication();
        app.Use(ClusterLimits.HoldAsync);
        if (app.Services.GetRequiredService<SignInOptions>().Mode != SignInMode.Loopback)
        {
            app.UseRateLimiter();
        }

        app.UseAuthorization();
    }

    /// <summary>Maps the two forms; in loopback mode there is nothing to sign in to.</summary>
    public static void MapSignIn(this WebApplication app)
    {
        var mode = app.Services.GetRequiredService<SignInOptions>().Mode;
        if (mode == SignInMode.Loopback)
        {
            return;
        }

        // Both check the antiforgery token themselves, to answer with a sentence.
        app.MapPost(SignInPaths.Use, (SignInEndpoints endpoints, HttpContext context) => endpoints.SignInAsync(context))
            .AllowAnonymous().RequireRateLimiting(Attempts).WithMetadata(new RequestSizeLimitAttribute(SignInEndpoints.MaxFormBytes)).ExcludeFromDescription();
        app.MapPost(SignInPaths.SignOut, (SignInEndpoints endpoints, HttpContext context) => endpoints.SignOutAsync(context))
            .AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(SignInEndpoints.MaxFormBytes)).ExcludeFromDescription();
        if (mode == SignInMode.OpenIdConnect)
        {
            // What changes something is the way back, which asks for the cookie that the way there set.
            app.MapGet(SignInPaths.Start, (HttpContext context, ActivityLog activity, [FromQuery(Name = SignInPaths.ReturnParameter)] string? goTo) => ProviderSignIn.StartAsync(context, activity, goTo))
                .AllowAnonymous().RequireRateLimiting(Attempts).ExcludeFromDescription();
            app.MapPost(SignInPaths.BackChannel, (BackChannelLogout endpoint, HttpContext context) => endpoint.EndAsync(context))
                .AllowAnonymous().RequireRateLimiting(Attempts).WithMetadata(new RequestSizeLimitAttribute(SignInEndpoints.MaxFormBytes)).ExcludeFromDescription();
            app.MapGet(SignInPaths.Leave, (HttpContext context, IOptionsMonitor<OpenIdConnectOptions> all) => ProviderSignIn.LeaveAsync(context, all))
                .AllowAnonymous().RequireRateLimiting(Attempts).ExcludeFromDescription();
        }
    }

    private static AuthenticationBuilder AddSessions(IServiceCollection services, SignInOptions options)
    {
        const string Chooser = "Chooser";
        services.AddSingleton<SignInEndpoints>().AddSingleton<SessionEnd>().AddScoped<SessionCookie>();
        var schemes = services.AddAuthentication(Chooser)
            .AddPolicyScheme(Chooser, displayName: null, scheme => scheme.ForwardDefaultSelector = context =>
                ProxyGate.PersonOf(context) is not null ? ProxyHandler.Scheme
                : ApiTokenHandler.IsPresent(context.Request) ? ApiTokenHandler.Scheme
                : SessionCookie.Scheme)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiTokenHandler.Scheme, configureOptions: null)
            .AddCookie(SessionCookie.Scheme, cookie => SessionCookie.Configure(cookie, options));
        services.AddScoped<AuthenticationStateProvider, SessionRevalidation>().AddScoped<CircuitHandler, SessionGuard>();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "AuditDashboard-Form";
            antiforgery.Cookie.Path = "/";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;

            // Not Always: it would refuse forms where this machine itself asks, over plain HTTP. For the public address the guard has set https.
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true; // ours is stricter
        });
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = async (rejected, cancellationToken) =>
            {
                var response = rejected.HttpContext.Response;
                response.Headers.RetryAfter = ((int)AttemptWindow.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                response.ContentType = "text/plain; charset=utf-8";
                var what = rejected.HttpContext.Request.Path.StartsWithSegments("/o", StringComparison.OrdinalIgnoreCase) ? "Too many requests for links." : "Too many attempts at signing in.";
                await rejected.HttpContext.RequestServices.GetRequiredService<ActivityLog>().NoteRefusedAsync(rejected.HttpContext, what);
                await response.WriteAsync(what + " Try again in a minute.", cancellationToken);
            };

            OpenLinkLimits.Add(limiter);

            // Secrets cannot be guessed: this bounds what attempts cost.
            limiter.AddPolicy(Attempts, context => RateLimitPartition.GetFixedWindowLimiter(
                AddressBuckets.Of(context.Connection.RemoteIpAddress),
                _ => new FixedWindowRateLimiterOptions { PermitLimit = options.AttemptsPerMinute, Window = AttemptWindow, QueueLimit = 0 }));
        });
        return schemes;
    }
}
