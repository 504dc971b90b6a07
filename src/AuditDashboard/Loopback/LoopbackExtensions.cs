namespace AuditDashboard.Loopback;

/// <summary>Puts loopback mode into the host.</summary>
internal static class LoopbackExtensions
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Checks every address that the settings name, before anything is bound, and has Kestrel check again what it binds.</summary>
    /// <exception cref="NotLoopbackException">An address is not loopback.</exception>
    public static void UseLoopbackOnly(this WebApplicationBuilder builder)
    {
        var urls = builder.Configuration["Urls"] is { Length: > 0 } set ? set : DefaultUrl;
        var endpoints = builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"] ?? "");
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Concat(endpoints))
        {
            if (!LoopbackAddress.TryCheck(url, out var problem))
            {
                throw new NotLoopbackException(problem);
            }
        }

        builder.WebHost.UseUrls(urls);

        // Container images set HTTP_PORTS, which means every address; Urls alone decides here.
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.WebHost.UseSetting(WebHostDefaults.HttpsPortsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                if (listen.IPEndPoint is not { } endpoint || !System.Net.IPAddress.IsLoopback(endpoint.Address))
                {
                    throw new NotLoopbackException("The dashboard listens on loopback addresses only, and an address in the settings is not one.");
                }
            });
        });
    }

    /// <summary>Headers on every answer, then the guard before anything else looks at the request.</summary>
    public static void UseLoopbackGuard(this WebApplication app)
    {
        app.UseSecurityHeaders(SecurityHeaders.Policy);
        app.Use(SecurityHeaders.AddNoStoreAsync);
        app.UseMiddleware<LoopbackGuard>();
    }
}
