using System.Collections.Concurrent;
using System.Globalization;
using System.Security;
using AuditDashboard.LocalCloudWatch.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AuditDashboard.LocalCloudWatch.Tokens;

/// <summary>The Security Token Service, as far as it is needed to take a role: AssumeRole, AssumeRoleWithWebIdentity, GetCallerIdentity. Safe for several threads.</summary>
internal sealed class TokenDesk(LocalServerOptions options)
{
    private const string Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    private sealed record Session(string Role, string Secret, string Token, DateTimeOffset Until);

    /// <summary>The form of a request to this service; null if it is none, which speaks JSON.</summary>
    public static Dictionary<string, string>? ReadForm(HttpRequest request, ReadOnlySpan<byte> body) =>
        request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
            ? QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(body)).ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal)
            : null;

    /// <summary>The secret of an access key; null for one that does not exist.</summary>
    public string? SecretOf(string key) => options.Keys.TryGetValue(key, out var secret) ? secret : _sessions.GetValueOrDefault(key)?.Secret;

    /// <summary>Checks that credentials of a session come with their token and in time.</summary>
    /// <exception cref="ServiceErrorException">They do not.</exception>
    public void CheckSession(string key, string token, DateTimeOffset now)
    {
        if (options.SessionTokens.TryGetValue(key, out var wanted) && token != wanted)
        {
            throw new ServiceErrorException("UnrecognizedClientException", "The security token included in the request is invalid.");
        }

        if (!_sessions.TryGetValue(key, out var session))
        {
            return;
        }

        if (token != session.Token)
        {
            throw new ServiceErrorException("UnrecognizedClientException", "The security token included in the request is invalid.");
        }

        if (now >= session.Until)
        {
            throw new ServiceErrorException("ExpiredTokenException", "The security token included in the request is expired");
        }
    }

    /// <summary>Answers a call.</summary>
    /// <param name="form">Its parameters.</param>
    /// <param name="key">Who calls; null for a call without a signature.</param>
    /// <param name="now">The server's time.</param>
    /// <returns>The answer, XML.</returns>
    /// <exception cref="ServiceErrorException">It is refused.</exception>
    public string Answer(Dictionary<string, string> form, string? key, DateTimeOffset now)
    {
        var action = form.GetValueOrDefault("Action", "");
        return action switch
        {
            "GetCallerIdentity" => Wrap(action, $"<Arn>{ArnOf(key)}</Arn><UserId>AIDALOCAL</UserId><Account>{options.Account}</Account>"),
            "AssumeRole" => Wrap(action, Assume(form, r => r.WebIdentityToken is null && (r.ExternalId is null || r.ExternalId == form.GetValueOrDefault("ExternalId")), ArnOf(key), action, now)),
            "AssumeRoleWithWebIdentity" => Wrap(action, Assume(form, r => r.WebIdentityToken is not null && r.WebIdentityToken == form.GetValueOrDefault("WebIdentityToken"), null, action, now)),
            _ => throw new ServiceErrorException("InvalidAction", $"Could not find operation {action} for version 2011-06-15"),
        };
    }

    /// <summary>An error as this service writes it.</summary>
    public static string Write(ServiceErrorException error, string requestId) =>
        $"<ErrorResponse xmlns=\"{Namespace}\"><Error><Type>Sender</Type><Code>{error.Code}</Code><Message>{SecurityElement.Escape(error.Message)}</Message></Error><RequestId>{requestId}</RequestId></ErrorResponse>";

    private string Assume(Dictionary<string, string> form, Func<LocalRole, bool> isAllowed, string? caller, string action, DateTimeOffset now)
    {
        var arn = form.GetValueOrDefault("RoleArn", "");
        if (!options.Roles.TryGetValue(arn, out var role) || !isAllowed(role))
        {
            throw new ServiceErrorException(
                "AccessDenied",
                caller is null ? $"Not authorized to perform sts:{action}" : $"User: {caller} is not authorized to perform: sts:{action} on resource: {arn}",
                403);
        }

        var session = new Session(arn, role.Secret ?? Guid.NewGuid().ToString("N"), role.SessionToken ?? Guid.NewGuid().ToString("N"), now + role.Lifetime);
        var key = "ASIA" + Guid.NewGuid().ToString("N")[..16].ToUpperInvariant();
        _sessions[key] = session;
        var until = session.Until.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return $"<Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>{session.Secret}</SecretAccessKey><SessionToken>{session.Token}</SessionToken><Expiration>{until}</Expiration></Credentials>"
            + $"<AssumedRoleUser><Arn>{SessionArn(arn)}</Arn><AssumedRoleId>AROALOCAL:session</AssumedRoleId></AssumedRoleUser>";
    }

    private string ArnOf(string? key) =>
        key is not null && _sessions.TryGetValue(key, out var session) ? SessionArn(session.Role) : $"arn:aws:iam::{options.Account}:user/{key}";

    private static string SessionArn(string role) => role.Replace(":iam:", ":sts:", StringComparison.Ordinal).Replace(":role/", ":assumed-role/", StringComparison.Ordinal) + "/session";

    private static string Wrap(string action, string result) =>
        $"<{action}Response xmlns=\"{Namespace}\"><{action}Result>{result}</{action}Result><ResponseMetadata><RequestId>{Guid.NewGuid()}</RequestId></ResponseMetadata></{action}Response>";
}
