using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AuditDashboard.CloudWatchLogs.Tests.Wire;

/// <summary>Computes Signature Version 4 from a request as it came, independently of the code that signs.</summary>
internal static class Signature
{
    /// <summary>The signature that the request should have.</summary>
    public static string Of(SeenRequest request, string secret)
    {
        var authorization = request.Headers["Authorization"];
        var scope = Part(authorization, "Credential=").Split('/', 2)[1];
        var signed = Part(authorization, "SignedHeaders=");
        var canonical = new StringBuilder("POST\n/\n\n");
        foreach (var name in signed.Split(';'))
        {
            canonical.Append(CultureInfo.InvariantCulture, $"{name}:{request.Headers[name].Trim()}\n");
        }

        canonical.Append(CultureInfo.InvariantCulture, $"\n{signed}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request.Body)))}");
        var text = string.Join(
            '\n', "AWS4-HMAC-SHA256", request.Headers["X-Amz-Date"], scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString()))));
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The signature that the request has.</summary>
    public static string In(SeenRequest request) => Part(request.Headers["Authorization"], "Signature=");

    private static string Part(string authorization, string name)
    {
        var begin = authorization.IndexOf(name, StringComparison.Ordinal) + name.Length;
        var end = authorization.IndexOf(',', begin);
        return end < 0 ? authorization[begin..] : authorization[begin..end];
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
