using System.Security.Claims;
using AuditDashboard.OpenIdProvider;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

// A provider of OpenIddict's making, for the tests: whoever names themselves in the address is signed in. Clients are told to it at /clients.
// What it keeps is in the folder of --Folder, which whoever starts it removes: it is ended from outside.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var folder = builder.Configuration["Folder"] ?? throw new InvalidOperationException("Write --Folder with a folder to keep its database in.");
builder.Services.AddDbContext<ProviderContext>(options => options.UseSqlite($"Data Source={Path.Combine(folder, "provider.db")};Pooling=False").UseOpenIddict());
builder.Services.AddOpenIddict()
    .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<ProviderContext>())
    .AddServer(server =>
    {
        server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("leave");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes(Scopes.OpenId, Scopes.Profile);
        server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
        server.UseAspNetCore().DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough();
    });
await using var app = builder.Build();
await using (var scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<ProviderContext>().Database.EnsureCreatedAsync();
}

app.UseAuthentication();
app.MapPost("/clients", async (ClientToRegister client, IOpenIddictApplicationManager applications) =>
{
    var descriptor = new OpenIddictApplicationDescriptor
    {
        ClientId = client.Id,
        ClientSecret = client.Secret,
        ConsentType = ConsentTypes.Implicit,
        RedirectUris = { new Uri(client.Redirect) },
        PostLogoutRedirectUris = { new Uri(client.After) },
        Permissions =
        {
            Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.GrantTypes.AuthorizationCode,
            Permissions.ResponseTypes.Code, Permissions.Scopes.Profile,
        },
    };
    await applications.CreateAsync(descriptor);
});

// ?who=NAME&groups=A,B stands for what people do at a provider's own pages; without a name they refuse.
app.MapGet("/authorize", (HttpContext context) =>
{
    var request = context.GetOpenIddictServerRequest()!; // it has passed the server's own checks
    var who = (string?)request["who"];
    if (string.IsNullOrEmpty(who))
    {
        return Results.Forbid(
            new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied }),
            [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    var identity = new ClaimsIdentity("provider", Claims.Name, Claims.Role);
    identity.SetClaim(Claims.Subject, "subject of " + who).SetClaim(Claims.PreferredUsername, who);
    identity.SetClaims("groups", [.. ((string?)request["groups"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)]);
    identity.SetScopes(request.GetScopes());
    identity.SetDestinations(_ => [Destinations.IdentityToken]);
    return Results.SignIn(new ClaimsPrincipal(identity), properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
});
app.MapGet("/leave", () => Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]));
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"The provider answers on {app.Urls.Single()}"));
await app.RunAsync();
