using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AuditDashboard.LocalCloudWatch.Protocol;

/// <summary>Verifies Signature Version 4 as AWS does: the key, the signature over what was really sent, and the clock.</summary>
public static class SignatureCheck
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(5);

    /// <summary>Verifies a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="secretOf">The secret of an access key; null for a key that does not exist.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="service">The service that it has to be signed for.</param>
    /// <param name="wantedRegion">The region that it has to be signed for; null for any.</param>
    /// <returns>The access key.</returns>
    /// <exception cref="ServiceErrorException">It is not signed, not by a known key, wrongly, or at another time.</exception>
    public static string Verify(HttpRequest request, ReadOnlySpan<byte> body, Func<string, string?> secretOf, DateTimeOffset now, string service = "logs", string? wantedRegion = null)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            throw new ServiceErrorException("MissingAuthenticationTokenException", "Missing Authentication Token");
        }

        var parts = authorization.StartsWith(Algorithm + " ", StringComparison.Ordinal)
            ? authorization[(Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries)
                .Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal)
            : [];
        if (!parts.TryGetValue("Credential", out var credential) || !parts.TryGetValue("SignedHeaders", out var signedHeaders)
            || !parts.TryGetValue("Signature", out var signature) || credential.Split('/') is not [.., var day, var region, var signedFor, "aws4_request"] scope
            || scope.Length < 5)
        {
            throw new ServiceErrorException("IncompleteSignatureException", "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' of AWS4-HMAC-SHA256.");
        }

        var date = request.Headers["X-Amz-Date"].ToString();
        if (!DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt)
            || !date.StartsWith(day, StringComparison.Ordinal))
        {
            throw new ServiceErrorException("IncompleteSignatureException", "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.");
        }

        if (signedFor != service)
        {
            throw new ServiceErrorException("InvalidSignatureException", $"Credential should be scoped to correct service: '{service}', and is scoped to '{signedFor}'.");
        }

        if (wantedRegion is not null && region != wantedRegion)
        {
            throw new ServiceErrorException("InvalidSignatureException", "Credential should be scoped to a valid region. ");
        }

        var key = string.Join('/', scope[..^4]);
        if (secretOf(key) is not { } secret)
        {
            throw new ServiceErrorException("UnrecognizedClientException", "The security token included in the request is invalid.");
        }

        if (signedAt < now - MaxSkew)
        {
            throw new ServiceErrorException("InvalidSignatureException", $"Signature expired: {date} is now earlier than {Stamp(now - MaxSkew)} ({Stamp(now)} - 5 min.)");
        }

        if (signedAt > now + MaxSkew)
        {
            throw new ServiceErrorException("InvalidSignatureException", $"Signature not yet current: {date} is still later than {Stamp(now + MaxSkew)} ({Stamp(now)} + 5 min.)");
        }

        var payload = Hex(SHA256.HashData(body));
        var names = signedHeaders.Split(';');
        var said = request.Headers["X-Amz-Content-SHA256"].ToString();
        var isRight = names.Contains("host", StringComparer.Ordinal) && (said.Length == 0 || said == payload)
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(Sign(request, names, payload, date, [day, region, service], secret)));
        return isRight
            ? key
            : throw new ServiceErrorException(
                "InvalidSignatureException", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.");
    }

    private static string Sign(HttpRequest request, string[] names, string payload, string date, string[] scope, string secret)
    {
        var canonical = new StringBuilder();
        canonical.Append(CultureInfo.InvariantCulture, $"{request.Method}\n{request.Path.ToUriComponent()}\n{Query(request)}\n");
        foreach (var name in names)
        {
            var value = string.Join(',', request.Headers[name].Select(v => string.Join(' ', (v ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))));
            canonical.Append(CultureInfo.InvariantCulture, $"{name}:{value}\n");
        }

        canonical.Append(CultureInfo.InvariantCulture, $"\n{string.Join(';', names)}\n{payload}");
        var text = string.Join(
            '\n', Algorithm, date, $"{string.Join('/', scope)}/aws4_request", Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString()))));
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in scope.Append("aws4_request"))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Query(HttpRequest request) => string.Join(
        '&',
        request.Query.SelectMany(p => p.Value.Select(v => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(v ?? "")}")).Order(StringComparer.Ordinal));

    private static string Stamp(DateTimeOffset time) => time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
