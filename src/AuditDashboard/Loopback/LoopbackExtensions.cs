using System.Net;

namespace AuditDashboard.Loopback;

/// <summary>Puts loopback mode into the host.</summary>
internal static class LoopbackExtensions
{
    /// <summary>Listens on these addresses alone, and has Kestrel check again what it binds.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="urls">Addresses that the settings' check found to be loopback.</param>
    public static void UseLoopbackOnly(this WebApplicationBuilder builder, IReadOnlyList<string> urls)
    {
        builder.WebHost.UseUrls([.. urls]);

        // Container images set HTTP_PORTS, which means every address; Urls alone decides here.
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.WebHost.UseSetting(WebHostDefaults.HttpsPortsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                if (listen.IPEndPoint is not { } endpoint || !IPAddress.IsLoopback(endpoint.Address))
                {
                    throw new NotLoopbackException($"The dashboard listens on loopback addresses only, and {listen} is not one. Write a loopback address into Urls, such as http://127.0.0.1:5080.");
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
