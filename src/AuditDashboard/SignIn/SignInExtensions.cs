using System.Threading.RateLimiting;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace AuditDashboard.SignIn;

/// <summary>Registers and maps sign-in: nothing is answered to nobody, unless an endpoint says that it may be.</summary>
internal static class SignInExtensions
{
    /// <summary>Policy of what administrators alone may do.</summary>
    public const string Administrators = nameof(DashboardRole.Administrator);

    private const string Attempts = "sign-in";
    private const int AttemptsPerMinute = 20;

    /// <summary>Adds the schemes of the mode and the rule that everything needs a person.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services, SignInOptions options)
    {
        services.AddSingleton(options).AddSingleton<RefusalGate>().AddSingleton<ActivityLog>().AddScoped<CurrentPerson>().AddScoped<SessionCookie>();
        services.AddCascadingAuthenticationState();
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(signedIn)
            .SetFallbackPolicy(signedIn)
            .AddPolicy(Administrators, policy => policy.RequireAuthenticatedUser().RequireRole(nameof(DashboardRole.Administrator)));
        if (options.Mode == SignInMode.Loopback)
        {
            services.AddAuthentication(LocalPersonHandler.Scheme).AddScheme<AuthenticationSchemeOptions, LocalPersonHandler>(LocalPersonHandler.Scheme, configureOptions: null);
        }
        else
        {
            AddTokenMode(services, options);
        }

        return services;
    }

    /// <summary>Who asks, then whether they may. Must come after routing has chosen the endpoint.</summary>
    public static void UseSignIn(this WebApplication app)
    {
        app.UseAuthentication();
        if (app.Services.GetRequiredService<SignInOptions>().Mode == SignInMode.Token)
        {
            app.UseRateLimiter();
        }

        app.UseAuthorization();
    }

    /// <summary>Maps the two forms; in loopback mode there is nothing to sign in to.</summary>
    public static void MapSignIn(this WebApplication app)
    {
        if (app.Services.GetRequiredService<SignInOptions>().Mode == SignInMode.Loopback)
        {
            return;
        }

        app.MapPost(SignInPaths.SignIn, SignInAsync).AllowAnonymous().RequireRateLimiting(Attempts).ExcludeFromDescription();
        app.MapPost(SignInPaths.SignOut, SignOutAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static void AddTokenMode(IServiceCollection services, SignInOptions options)
    {
        const string Chooser = "Chooser";
        services.AddAuthentication(Chooser)
            .AddPolicyScheme(Chooser, displayName: null, scheme => scheme.ForwardDefaultSelector = context => ApiTokenHandler.IsPresent(context.Request) ? ApiTokenHandler.Scheme : SessionCookie.Scheme)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiTokenHandler.Scheme, configureOptions: null)
            .AddCookie(SessionCookie.Scheme, cookie => SessionCookie.Configure(cookie, options));
        services.AddScoped<AuthenticationStateProvider, SessionRevalidation>();

        // One bucket for all: secrets cannot be guessed, and buckets by address would be memory that strangers fill.
        services.AddRateLimiter(limiter => limiter
            .AddFixedWindowLimiter(Attempts, window =>
            {
                window.PermitLimit = AttemptsPerMinute;
                window.Window = TimeSpan.FromMinutes(1);
                window.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
                window.QueueLimit = 0;
            })
            .RejectionStatusCode = StatusCodes.Status429TooManyRequests);
    }

    // Only a POST uses a link up: programs that look at links in chats for a preview send GETs.
    private static async Task<IResult> SignInAsync(
        HttpContext context, [FromForm(Name = SignInPaths.LinkParameter)] string? link, [FromForm(Name = SignInPaths.ReturnParameter)] string? goTo,
        CredentialStore credentials, ActivityLog activity, SignInOptions options)
    {
        if (await credentials.RedeemAsync(link, options.SessionLifetime, context.RequestAborted) is not var (session, secret))
        {
            await activity.NoteRefusedAsync(context, "A sign-in link was refused: unknown, used, revoked or expired.");
            return TypedResults.LocalRedirect($"{SignInPaths.SignIn}?refused=1");
        }

        var person = new Person(session.Name, session.Role, IsSignedIn: true);
        await activity.AddAsync(ActivityKind.SignIn, person, $"Signed in as {RoleWords.Of(person.Role)}.", ActivityLog.AddressOf(context), context.RequestAborted);
        await context.SignInAsync(
            SessionCookie.Scheme, person.ToPrincipal(SessionCookie.Scheme, secret), new AuthenticationProperties { IsPersistent = true, ExpiresUtc = session.ExpiresAt });
        return TypedResults.LocalRedirect(SignInPaths.SafeReturn(goTo));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, CredentialStore credentials, ActivityLog activity)
    {
        await antiforgery.ValidateRequestAsync(context);
        var secret = context.User.FindFirst(Person.SessionClaim)?.Value;
        if (await credentials.FindValidAsync(CredentialKind.Session, secret, context.RequestAborted) is { } session)
        {
            await credentials.RevokeAsync(session.Id, context.RequestAborted);
            await activity.AddAsync(ActivityKind.SignOut, session.Name, "Signed out.", ActivityLog.AddressOf(context), context.RequestAborted);
        }

        await context.SignOutAsync(SessionCookie.Scheme);
        return TypedResults.LocalRedirect(SignInPaths.SignIn + "?out=1");
    }
}
