using System.Text.Json.Nodes;
using AuditDashboard.SignIn;
using Microsoft.AspNetCore.Hosting;

namespace AuditDashboard.Tests.SignIn.Provider;

/// <summary>The real program in OpenID Connect mode, and a provider for it.</summary>
public sealed class ProviderServer : TokenServer, IAsyncLifetime
{
    private readonly (string Key, string Value)[] _settings;

    /// <summary>As it ships, apart from the mode.</summary>
    public ProviderServer()
        : this([])
    {
    }

    internal ProviderServer(params (string Key, string Value)[] settings) => _settings = settings;

    internal TestProvider Provider { get; private set; } = null!; // set before any test runs

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Provider = await TestProvider.StartAsync();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Leads a browser to the provider; the address that it is sent to.</summary>
    internal static async Task<Uri> AskAsync(Visitor visitor, string? goTo = null)
    {
        using var answer = await visitor.GetAsync(SignInPaths.StartOf(goTo));
        Assert.Equal(System.Net.HttpStatusCode.Found, answer.StatusCode);
        return answer.Headers.Location!; // a redirect has one
    }

    /// <summary>Leads a browser to the provider, which says this of it, and back; the answer to that.</summary>
    internal async Task<HttpResponseMessage> SignInAsync(Visitor visitor, Dictionary<string, JsonNode?> claims, TestProvider.Bend? bend = null, string? goTo = null)
    {
        var (back, _) = Provider.Allow(await AskAsync(visitor, goTo), claims, bend);
        return await visitor.GetAsync(back);
    }

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("SignIn:Mode", "OpenIdConnect");
        builder.UseSetting("SignIn:OpenIdConnect:Authority", Provider.Issuer);
        builder.UseSetting("SignIn:OpenIdConnect:ClientId", TestProvider.ClientId);
        builder.UseSetting("SignIn:OpenIdConnect:ClientSecret", TestProvider.ClientSecret);
        builder.UseSetting("SignIn:OpenIdConnect:Viewers:0", "everybody");
        builder.UseSetting("SignIn:OpenIdConnect:Reviewers:0", "auditors");
        builder.UseSetting("SignIn:OpenIdConnect:Administrators:0", "security");
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
    }
}
