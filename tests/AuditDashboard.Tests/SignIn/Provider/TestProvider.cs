using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Tests.SignIn.Provider;

/// <summary>
/// An OpenID Connect provider on loopback: it publishes its key, exchanges each code once against the secret and the PKCE verifier, and signs
/// tokens. What it says can be bent for one code.
/// </summary>
internal sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "audit-dashboard";
    public const string ClientSecret = "a secret of both sides, 0123456789";
    public const string KeyId = "k1";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Grant> _grants = new();
    private readonly ConcurrentDictionary<string, string> _userInfo = new();

    private TestProvider(WebApplication app) => _app = app;

    public RSA Key { get; } = RSA.Create(2048);

    public string Issuer { get; private set; } = "";

    /// <summary>False: its addresses answer 503.</summary>
    public bool IsUp { get; set; } = true;

    public static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var provider = new TestProvider(app);
        app.Use((context, next) =>
        {
            if (provider.IsUp)
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = provider.Issuer,
            ["authorization_endpoint"] = provider.Issuer + "/authorize",
            ["token_endpoint"] = provider.Issuer + "/token",
            ["userinfo_endpoint"] = provider.Issuer + "/userinfo",
            ["end_session_endpoint"] = provider.Issuer + "/leave",
            ["jwks_uri"] = provider.Issuer + "/keys",
            ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        }));
        app.MapGet("/keys", () =>
        {
            var key = provider.Key.ExportParameters(includePrivateParameters: false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = KeyId, n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) } } });
        });
        app.MapPost("/token", (Delegate)provider.ExchangeAsync);
        app.MapGet("/userinfo", (HttpContext context) =>
            provider._userInfo.TryGetValue(context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal), out var said)
                ? Results.Text(said, "application/json")
                : Results.StatusCode(401));
        await app.StartAsync(TestContext.Current.CancellationToken);
        provider.Issuer = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(); // Kestrel has it
        return provider;
    }

    /// <summary>Signs somebody in: what the browser was sent here with becomes a code. The address to which the browser is sent back.</summary>
    /// <param name="asked">The address of ours that the browser was led to.</param>
    /// <param name="claims">What is said of the person, beside what belongs to every token.</param>
    /// <param name="bend">Changes what is answered for this code; null for nothing.</param>
    public (string BackPath, string Code) Allow(Uri asked, Dictionary<string, JsonNode?> claims, Bend? bend = null)
    {
        var query = HttpUtility.ParseQueryString(asked.Query);
        Assert.Equal((ClientId, "code", "S256"), (query["client_id"], query["response_type"], query["code_challenge_method"]));
        Assert.Contains("openid", query["scope"]!.Split(' ')); // every request has a scope
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var payload = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["sub"] = "subject-1",
            ["nonce"] = query["nonce"],
            ["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["exp"] = TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in claims)
        {
            payload[name] = value?.DeepClone();
        }

        _grants[code] = new Grant(query["code_challenge"]!, query["redirect_uri"]!, payload, bend ?? new Bend()); // the flow has both
        var back = new Uri(query["redirect_uri"]!);
        return ($"{back.AbsolutePath}?code={code}&state={Uri.EscapeDataString(query["state"]!)}", code);
    }

    /// <summary>A token signed by RS256 with this key.</summary>
    public static string Sign(JsonObject payload, RSA key, string keyId = KeyId)
    {
        var text = Unsigned(payload, "RS256", keyId);
        return text + "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>A token signed by HS256 with what is no secret between two.</summary>
    public static string SignSymmetric(JsonObject payload, byte[] secret)
    {
        var text = Unsigned(payload, "HS256", KeyId);
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)));
    }

    /// <summary>Header and payload of a token.</summary>
    public static string Unsigned(JsonObject payload, string algorithm, string keyId) =>
        Part(new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = keyId }) + "." + Part(payload);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Key.Dispose();
    }

    private static string Part(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));

    private async Task<IResult> ExchangeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(TestContext.Current.CancellationToken);
        var verifier = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret || form["grant_type"] != "authorization_code"
            || !_grants.TryRemove(form["code"].ToString(), out var grant) || grant.Challenge != verifier || grant.RedirectUri != form["redirect_uri"])
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        if (grant.Bend.Answer is { } answer)
        {
            return answer();
        }

        var access = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _userInfo[access] = grant.Bend.UserInfo ?? new JsonObject { ["sub"] = grant.Payload["sub"]?.DeepClone() }.ToJsonString();
        return Results.Json(new { token_type = "Bearer", access_token = access, id_token = grant.Bend.Token?.Invoke(grant.Payload) ?? Sign(grant.Payload, Key) });
    }

    /// <summary>What is answered otherwise.</summary>
    /// <param name="Token">Makes the ID token.</param>
    /// <param name="Answer">The whole answer of the token endpoint.</param>
    /// <param name="UserInfo">What the user info endpoint says.</param>
    internal sealed record Bend(Func<JsonObject, string>? Token = null, Func<IResult>? Answer = null, string? UserInfo = null);

    private sealed record Grant(string Challenge, string RedirectUri, JsonObject Payload, Bend Bend);
}
