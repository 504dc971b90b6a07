using System.Net;
using System.Web;
using AuditDashboard.SignIn;
using Microsoft.AspNetCore.Hosting;

namespace AuditDashboard.Tests.SignIn.Provider;

/// <summary>The real program in OpenID Connect mode, and OpenIddict as its provider.</summary>
public sealed class OpenIdServer : TokenServer, IAsyncLifetime
{
    private readonly (string Key, string Value)[] _settings;

    /// <summary>As it ships, apart from the mode.</summary>
    public OpenIdServer()
        : this([])
    {
    }

    internal OpenIdServer(params (string Key, string Value)[] settings) => _settings = settings;

    internal OpenIdProcess Provider { get; set; } = null!; // set before any test runs

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Provider = await OpenIdProcess.StartAsync();
        await Provider.RegisterAsync(Start());
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Provider.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Goes to the provider, says there who it is, and gives the address that the provider leads back to; not yet followed.</summary>
    /// <param name="visitor">The browser.</param>
    /// <param name="who">Who; empty for somebody who refuses.</param>
    /// <param name="groups">The person's groups, with commas between.</param>
    /// <param name="bend">Changes the address at the provider.</param>
    internal static async Task<Uri> GoAsync(Visitor visitor, string who, string groups, Func<Uri, Uri>? bend = null)
    {
        var asked = await ProviderServer.AskAsync(visitor, "/queries");
        asked = new Uri($"{asked}&who={Uri.EscapeDataString(who)}&groups={Uri.EscapeDataString(groups)}");
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await client.GetAsync(bend?.Invoke(asked) ?? asked, TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.Found, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return answer.Headers.Location!; // a redirect has one
    }

    /// <summary>The address with another value of a parameter; null leaves it out.</summary>
    internal static Uri With(Uri address, string name, string? value)
    {
        var query = HttpUtility.ParseQueryString(address.Query);
        query[name] = value;
        if (value is null)
        {
            query.Remove(name);
        }

        return new UriBuilder(address) { Query = query.ToString() }.Uri;
    }

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("SignIn:Mode", nameof(SignInMode.OpenIdConnect));
        builder.UseSetting("SignIn:OpenIdConnect:Authority", Provider.Url);
        builder.UseSetting("SignIn:OpenIdConnect:ClientId", OpenIdProcess.ClientId);
        builder.UseSetting("SignIn:OpenIdConnect:ClientSecret", OpenIdProcess.ClientSecret);
        builder.UseSetting("SignIn:OpenIdConnect:Viewers:0", "everybody");
        builder.UseSetting("SignIn:OpenIdConnect:Administrators:0", "security");
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
    }
}
