using System.Net;
using AuditDashboard.SignIn;

namespace AuditDashboard.Loopback;

/// <summary>Puts into the host where it listens and what it refuses before anything else.</summary>
internal static class LoopbackExtensions
{
    // Forms, and messages of circuits where there is no web socket: nothing larger is sent to us.
    private const long MaxBodyBytes = 1024 * 1024;

    /// <summary>Listens on these addresses alone; in loopback mode Kestrel checks again what it binds.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="urls">Addresses that the settings' check has passed.</param>
    /// <param name="mode">Who may look at the dashboard.</param>
    public static void UseListening(this WebApplicationBuilder builder, IReadOnlyList<string> urls, SignInMode mode)
    {
        builder.WebHost.UseUrls([.. urls]);

        // Container images set HTTP_PORTS, which means every address; Urls alone decides here.
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.WebHost.UseSetting(WebHostDefaults.HttpsPortsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            if (mode != SignInMode.Loopback)
            {
                return;
            }

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
