using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AuditDashboard.SignIn.Provider;

/// <summary>
/// Ends somebody's sessions when the provider says that they have signed out there, or were put out: OpenID Connect Back-Channel Logout 1.0. What
/// names the person is a token that the provider signed for us; nothing else in the request counts.
/// </summary>
internal sealed class BackChannelLogout(IOptionsMonitor<OpenIdConnectOptions> all, SessionEnd sessions, ActivityLog activity, TimeProvider clock)
{
    private const string EventName = "http://schemas.openid.net/event/backchannel-logout";
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);
    private static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false };

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>Answers the provider: 200 with nothing, or 400 as the standard says.</summary>
    public async Task<IResult> EndAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var (token, problem) = await ReadAsync(context);
        if (token is null)
        {
            await activity.NoteRefusedAsync(context, $"A sign-out by the provider was refused: {problem}");
            return TypedResults.Json(new Dictionary<string, string> { ["error"] = "invalid_request" }, ProviderJson.Default.DictionaryStringString, statusCode: StatusCodes.Status400BadRequest);
        }

        await sessions.EndAllAsync(ProviderPerson.MarkOf(token.Issuer, token.Subject), context);
        return TypedResults.Ok();
    }

    private async Task<(JsonWebToken? Token, string? Problem)> ReadAsync(HttpContext context)
    {
        string text;
        try
        {
            var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
            if (form?["logout_token"] is not [{ Length: > 0 } only])
            {
                return (null, "it holds no token.");
            }

            text = only;
        }
        catch (Exception exception) when (exception is BadHttpRequestException or InvalidDataException)
        {
            return (null, "its form cannot be read.");
        }

        var oidc = all.Get(ProviderSignIn.Scheme);
        var known = await oidc.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted); // set by the scheme's own set-up
        var result = await Tokens.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = known.Issuer,
            ValidAudience = oidc.ClientId,
            IssuerSigningKeys = known.SigningKeys,
            ValidAlgorithms = oidc.TokenValidationParameters.ValidAlgorithms,
            ClockSkew = oidc.TokenValidationParameters.ClockSkew,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = (from, until, _, parameters) =>
                until is { } end && end > clock.GetUtcNow().UtcDateTime - parameters.ClockSkew && (from is not { } start || start < clock.GetUtcNow().UtcDateTime + parameters.ClockSkew),
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token)
        {
            oidc.ConfigurationManager.RequestRefresh(); // the provider may have a new key
            return (null, "its token is not the provider's, not for us, or not of now.");
        }

        return FindProblem(token) is { } problem ? (null, problem) : (token, null);
    }

    // A token of another purpose, such as the ID token of a sign-in, signs nobody out.
    private string? FindProblem(JsonWebToken token)
    {
        if (token.TryGetPayloadValue<JsonElement>("events", out var events) is false || events.ValueKind != JsonValueKind.Object
            || !events.TryGetProperty(EventName, out var named) || named.ValueKind != JsonValueKind.Object)
        {
            return "its token is not of a sign-out.";
        }

        if (token.TryGetPayloadValue<object>("nonce", out _))
        {
            return "its token has a nonce, which only a sign-in has.";
        }

        var now = clock.GetUtcNow();
        if (!token.TryGetPayloadValue<long>("iat", out var issued) || DateTimeOffset.FromUnixTimeSeconds(issued) is var at && (at < now - MaxAge || at > now + MaxAge))
        {
            return "its token does not say that it was made just now.";
        }

        if (string.IsNullOrWhiteSpace(token.Subject))
        {
            return "its token names a session of the provider alone; sessions here are found by the person (sub).";
        }

        return string.IsNullOrEmpty(token.Id) ? "its token has no number." : TryUse(token.Id, now) ? null : "its token was used before.";
    }

    private bool TryUse(string id, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_used.Count >= MaxRemembered)
            {
                foreach (var old in _used.Where(u => u.Value < now).Select(u => u.Key).ToList())
                {
                    _used.Remove(old);
                }
            }

            // Full of what is new: then nobody is refused for it; that somebody signs out twice does no harm.
            return _used.Count >= MaxRemembered || _used.TryAdd(id, now + MaxAge + MaxAge);
        }
    }
}
