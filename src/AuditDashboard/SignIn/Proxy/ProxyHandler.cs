using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AuditDashboard.SignIn.Proxy;

/// <summary>Recognises whom a believed proxy names. Asked after <see cref="ProxyGate"/>, so what has the header here is of a person with a role.</summary>
internal sealed class ProxyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ProxySessions sessions, ActivityLog activity)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public new const string Scheme = "Proxy";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ProxyGate.PersonOf(Context) is not { } person)
        {
            return AuthenticateResult.NoResult();
        }

        var secret = await sessions.FindAsync(person, ActivityLog.AddressOf(Context), Context.RequestAborted);
        return AuthenticateResult.Success(new AuthenticationTicket(person.ToPrincipal(Scheme, secret), Scheme));
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => SessionCookie.RefuseAsync(Context, activity);
}
